"""The refusals of changes of boards, and how the database's functions name them (migrations/sql/boards)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from asyncpg import ForeignKeyViolationError, PostgresError, UniqueViolationError

from resolvers.exceptions import (
    FORBIDDEN,
    BoardNotFound,
    IdInTheWay,
    InputRefusal,
    NotFound,
    QuotaExceeded,
    UserNotFound,
)
from resolvers.tasks.task_errors import TasksNotFound


class BoardRoleTooLow(InputRefusal):
    """Your role on the board, {role}, is too low for this. An owner can raise it with `setBoardMember`."""

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
    """You have no task {named}, or it is in the trash. Nothing was changed."""

    field = ("input", "taskIds")


class CoverNotOnBoard(NotFound):
    """There is no such task on the board."""

    field = ("input", "coverTaskId")


class MemberNotFound(NotFound):
    """The board has no such member. Invite them with `inviteToBoard`; only the SERVICE role adds users directly."""

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
    """Must be in the future, within 30 days."""

    field = ("input", "expiresAt")


class SecretNotFound(NotFound):
    """There is no such invitation, or it has expired or been used. Ask for a new one."""

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
    """A board may have {limit} open invitations, and has as many. Revoke one, or wait until one expires."""

    quota = "board_invitations"


class TooManyOnBoard(QuotaExceeded):
    """A board may hold {limit:,} tasks, and this would exceed it. Nothing was added."""

    quota = "board_tasks"
    field = ("input", "taskIds")


REFUSED = "TR010"
"""The SQLSTATE that task_record.refuse_board raises."""
REFUSALS: dict[str, Callable[[str], InputRefusal]] = {
    "no board": lambda _: BoardNotFound(),
    "role too low": lambda role: BoardRoleTooLow(role=role.upper()),
    "id taken": lambda board_id: BoardIdTaken(id=board_id),
    "no tasks": lambda ids: BoardTasksNotFound([UUID(one) for one in ids.split()]),
    "no cover": lambda _: CoverNotOnBoard(),
    "no member": lambda _: MemberNotFound(),
    "last owner": lambda board_id: LastOwner(id=board_id),
    "no invitation": lambda _: InvitationNotFound(),
    "invitation taken": lambda invitation_id: InvitationIdTaken(id=invitation_id),
    "no such secret": lambda _: SecretNotFound(),
    "boards": lambda most: TooManyBoards(limit=int(most), used=int(most)),
    "members": lambda most: TooManyMembers(limit=int(most), used=int(most)),
    "invitations": lambda most: TooManyInvitations(limit=int(most), used=int(most)),
    "tasks": lambda most: TooManyOnBoard(limit=int(most), used=int(most)),
}


@contextmanager
def refusing_boards(board: str = "boardId", new_id: UUID | None = None) -> Iterator[None]:
    """
    Surrounds a statement that changes a board, and raises the database's refusal. `board` is the input field that names
    the board, `new_id` the id of the object to create.
    """
    try:
        yield
    except UniqueViolationError as error:  # another caller took the id at the same moment
        raise (InvitationIdTaken if error.table_name == "board_invitations" else BoardIdTaken)(id=new_id) from error
    except ForeignKeyViolationError as error:  # if another service registers users, as on Supabase
        raise UserNotFound from error
    except PostgresError as error:
        if error.sqlstate != REFUSED:
            raise
        refusal = REFUSALS[str(error.args[0])](error.detail or "")
        if isinstance(refusal, BoardNotFound | BoardRoleTooLow):
            refusal.field = ["input", board]
        raise refusal from error
