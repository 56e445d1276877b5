from resolvers.exceptions import InputRefusal


class PurgeNotPast(InputRefusal):
    """Must lie in the past."""

    field = ("input", "createdBefore")
