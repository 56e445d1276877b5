"""Why a change of a board is refused, as the database's functions say it (migrations/sql/boards)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from asyncpg import ForeignKeyViolationError, PostgresError, UniqueViolationError

from resolvers.boards.board_errors import (
    BoardIdTaken,
    BoardRoleTooLow,
    BoardTasksNotFound,
    CoverNotOnBoard,
    InvitationIdTaken,
    InvitationNotFound,
    LastOwner,
    MemberNotFound,
    SecretNotFound,
    TooManyBoards,
    TooManyInvitations,
    TooManyMembers,
    TooManyOnBoard,
)
from resolvers.exceptions import BoardNotFound, InputRefusal, UserNotFound

REFUSED = "TR010"
"""The SQLSTATE that task_record.refuse_board raises."""
WHY: dict[str, Callable[[str], InputRefusal]] = {
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
    Surrounds a statement that changes a board, and raises what the database refuses it for; `board` is the field of the
    input that names the board, `new_id` the id of what is made.
    """
    try:
        yield
    except UniqueViolationError as error:  # of an id that someone else has taken at this moment
        raise (InvitationIdTaken if error.table_name == "board_invitations" else BoardIdTaken)(id=new_id) from error
    except ForeignKeyViolationError as error:  # where someone else registers users, as on Supabase
        raise UserNotFound from error
    except PostgresError as error:
        if error.sqlstate != REFUSED:
            raise
        refusal = WHY[str(error.args[0])](error.detail or "")
        if isinstance(refusal, BoardNotFound | BoardRoleTooLow):
            refusal.field = ["input", board]
        raise refusal from error
