from resolvers.exceptions import ErrorCode, InputRefusal, QuotaExceeded


class ExportNotInPlan(InputRefusal):
    """The plan {plan} does not include exports."""

    code = ErrorCode.PLAN_LIMIT


class TooManyExports(QuotaExceeded):
    """{limit} exports are prepared, and no user may have more: wait until they expire, in 10 minutes."""

    quota = "prepared_exports"


class TooManyImages(InputRefusal):
    """There are {images:,} images; a ZIP may hold {limit:,}. Export them in parts, by `createdAt`."""

    code = ErrorCode.TOO_LARGE
    field = ("input", "where")


class LongFilter(InputRefusal):
    """The filter is too long: its lists may hold 16,384 bytes together."""

    field = ("input", "where")
