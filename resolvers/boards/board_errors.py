from typing import Any

from resolvers.exceptions import FORBIDDEN, IdInTheWay, InputRefusal, NotFound, QuotaExceeded
from resolvers.tasks.task_errors import TasksNotFound


class BoardRoleTooLow(InputRefusal):
    """Your role on the board, {role}, is too low for this. An owner can give you a higher one by `setBoardMember`."""

    code = FORBIDDEN

    @property
    def details(self) -> dict[str, Any]:
        return {"role": self.values["role"]}


class BoardInTheWay(IdInTheWay):
    """The state of the board `id` does not allow the change."""

    named = "boardId"


class BoardIdTaken(BoardInTheWay):
    """This id is taken: its board has another owner, name or description. Choose a new UUID."""

    field = ("input", "id")


class BoardTasksNotFound(TasksNotFound):
    """Of your tasks there is no {named}, or it is in the trash. Nothing was changed."""

    field = ("input", "taskIds")


class CoverNotOnBoard(NotFound):
    """There is no such task on the board."""

    field = ("input", "coverTaskId")


class MemberNotFound(NotFound):
    """The board has no such member. Invite them by `inviteToBoard`; only the SERVICE role adds users itself."""

    field = ("input", "userId")


class LastOwner(BoardInTheWay):
    """The board has no other owner. Make another member an owner first, or delete the board."""

    field = ("input", "userId")


class InvitationNotFound(NotFound):
    """There is no such invitation."""

    field = ("input", "id")


class InvitationIdTaken(IdInTheWay):
    """This id is taken: its invitation is to another board, or as another role. Choose a new UUID."""

    named = "invitationId"
    field = ("input", "id")


class ExpiryNotSoon(InputRefusal):
    """Must lie in the future, within 30 days."""

    field = ("input", "expiresAt")


class SecretNotFound(NotFound):
    """There is no such invitation, or it has ended: each is for one user. Ask for another one."""

    field = ("input", "secret")


class BoardApart(BoardInTheWay):
    """The board and the user's tasks are stored apart, so the user cannot become a member. Operators can move users."""


class TooManyBoards(QuotaExceeded):
    """A user may be a member of {limit:,} boards, and is a member of as many. Leave or delete one."""

    quota = "boards"


class TooManyMembers(QuotaExceeded):
    """A board may have {limit} members, and has as many."""

    quota = "board_members"


class TooManyInvitations(QuotaExceeded):
    """{limit} invitations to the board are open, and there may be no more. Revoke one, or wait until one ends."""

    quota = "board_invitations"


class TooManyOnBoard(QuotaExceeded):
    """A board may hold {limit:,} tasks. Nothing was added."""

    quota = "board_tasks"
    field = ("input", "taskIds")
