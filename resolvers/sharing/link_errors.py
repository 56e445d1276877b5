from resolvers.exceptions import PLAN_LIMIT, IdInTheWay, InputRefusal, NotFound, QuotaExceeded, TaskInTheWay


class SharingNotInPlan(InputRefusal):
    """The plan {plan} does not include share links."""

    code = PLAN_LIMIT


class NoTaskToShare(InputRefusal):
    """Name either a task or a board whose pictures to show."""

    field = ("input", "taskId")


class NothingToShare(TaskInTheWay):
    """The task has no picture here that a link could show, or is in the trash."""

    field = ("input", "taskId")


class ShareLinkExpired(InputRefusal):
    """Must lie in the future, or be left out for a link that stays until it is ended."""

    field = ("input", "expiresAt")


class ShareLinkIdTaken(IdInTheWay):
    """This id is taken: its link shows something else, or is another user's. Choose a new UUID."""

    named = "shareLinkId"
    field = ("input", "id")


class ShareLinkNotFound(NotFound):
    """There is no such link."""

    field = ("input", "id")


class TooManyShareLinks(QuotaExceeded):
    """{limit:,} links are open, and no user may have more: end one first, by `revokeShareLink`."""

    quota = "open_share_links"
