from resolvers.exceptions import PLAN_LIMIT, TOO_LARGE, InputRefusal, QuotaExceeded


class ExportNotInPlan(InputRefusal):
    """The plan {plan} does not include exports."""

    code = PLAN_LIMIT


class TooManyExports(QuotaExceeded):
    """{limit} exports are prepared, and no user may have more: wait until they expire, in 10 minutes."""

    quota = "prepared_exports"


class TooManyImages(InputRefusal):
    """There are {images:,} images; a ZIP may hold {limit:,}. Export them in parts, by `createdAt`."""

    code = TOO_LARGE
    field = ("input", "where")


class LongFilter(InputRefusal):
    """The filter is too long: its lists may hold 16,384 bytes together."""

    field = ("input", "where")
