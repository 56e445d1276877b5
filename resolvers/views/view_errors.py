from resolvers.exceptions import IdInTheWay, NotFound, QuotaExceeded


class ViewNotFound(NotFound):
    """There is no such view."""

    field = ("input", "id")


class ViewNameTaken(IdInTheWay):
    """Another of your views has this name. Choose another, or change that view."""

    named = "savedViewId"
    field = ("input", "name")


class TooManyViews(QuotaExceeded):
    """There are {limit} saved views, and no user may have more. Delete or change one."""

    quota = "saved_views"
