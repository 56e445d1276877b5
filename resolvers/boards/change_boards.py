"""Creates, changes and deletes boards, their tasks and their members. The database checks what the caller may do."""

from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import NamedTuple
from uuid import UUID, uuid4

from models.administration.audit_record import AuditAction
from models.boards.board_statements import (
    ADD,
    CREATE,
    DELETE,
    FIND_ANY,
    INVITATION,
    INVITE,
    JOIN,
    REMOVE,
    REVOKE,
    SECRET,
    SET_MEMBER,
    UPDATE,
    BoardRow,
)
from models.boards.board_tables import SECRET_BYTES
from models.statement import BoundStatement, IdRow
from resolvers.access import Role
from resolvers.arguments import Reference
from resolvers.boards.board_errors import BoardApart, ExpiryNotSoon, SecretNotFound, refusing_boards
from resolvers.boards.board_inputs import BoardChange, BoardTasks, MemberChange, NewBoard, NewInvitation, Secret
from resolvers.boards.find_boards import find_boards
from resolvers.context import Context
from resolvers.exports.export_tasks import digest
from resolvers.reading import AsService, ById, NewEntry, ThroughBoards


async def changed(
    context: Context, board_id: UUID, change: BoundStatement[IdRow], *, named: str = "boardId"
) -> BoardRow | None:
    """
    Change a board, which the field `named` of the input names; return it as it is then, None if the caller no longer
    sees it. Raises the database's refusals.
    """
    async with context.transaction(await owner_for_service(context, board_id)) as transaction:
        with refusing_boards(named):
            await transaction.rows(change)
    return (await find_boards(context, [board_id])).get(board_id)


async def owner_for_service(context: Context, board_id: UUID) -> UUID | None:
    """The user that a transaction on the board names: its owner for a back end, else None, which means the caller."""
    if context.caller.owner:
        return None
    found = (await find_boards(context, [board_id])).get(board_id)
    return found.owner_id if found else None


async def create_board(context: Context, board: NewBoard) -> BoardRow | None:
    """Create a board of the caller's. Raises BoardIdTaken, TooManyBoards."""
    board_id = board.id or uuid4()
    create = CREATE.bind(id=board_id, name=board.name, description=board.description)
    async with context.transaction() as transaction:
        with refusing_boards(new_id=board_id):
            await transaction.rows(create)
    return (await find_boards(context, [board_id])).get(board_id)


async def update_board(context: Context, change: BoardChange) -> BoardRow | None:
    """Change name, description or cover of a board. Raises BoardNotFound, BoardRoleTooLow, CoverNotOnBoard."""
    return await changed(context, change.id, UPDATE.bind(**change.model_dump()), named="id")


async def delete_board(context: Context, board: Reference) -> UUID:
    """
    Delete a board; return its id. An administrator may delete anybody's, which the audit records. Raises BoardNotFound,
    BoardRoleTooLow.
    """
    delete = DELETE.bind(id=board.id)
    is_others = context.caller.role is Role.ADMIN and not await find_boards(context, [board.id])
    for others in await context.rows(FIND_ANY.bind(ids=[board.id]), OTHERS) if is_others else ():
        async with context.audited_transaction(others.owner_id) as transaction:
            await transaction.record(NewEntry(AuditAction.SHARE, others.owner_id, 1, f"deleted board {board.id}"))
            with refusing_boards("id"):
                await transaction.rows(delete)
        return board.id
    await changed(context, board.id, delete, named="id")
    return board.id


def looked_up(rows: list[BoardRow]) -> NewEntry | None:
    """The audit entry of a board of others that an administrator names."""
    return NewEntry(AuditAction.READ_USER, rows[0].owner_id, len(rows), "boards") if rows else None


OTHERS = AsService(ById(1), looked_up)


async def add_to_board(context: Context, tasks: BoardTasks) -> BoardRow | None:
    """Put all tasks on a board. Raises BoardNotFound, BoardRoleTooLow, BoardTasksNotFound, TooManyOnBoard."""
    return await changed(context, tasks.board_id, ADD.bind(**tasks.model_dump()))


async def remove_from_board(context: Context, tasks: BoardTasks) -> BoardRow | None:
    """Take all tasks off a board. Raises BoardNotFound, BoardRoleTooLow."""
    return await changed(context, tasks.board_id, REMOVE.bind(**tasks.model_dump()))


OPEN_FOR, MOST_OPEN_FOR = timedelta(days=7), timedelta(days=30)
"""How long an invitation is open by default, and at most."""


class Invited(NamedTuple):
    """An invitation, as its table has it; its address and secret are None if it existed already."""

    id: UUID
    role: str
    created_at: datetime
    expires_at: datetime
    url: str | None
    secret: str | None


async def invite_to_board(context: Context, given: NewInvitation) -> Invited:
    """Create an invitation. Raises ExpiryNotSoon and refusals of the database."""
    now = datetime.now(UTC)
    expires_at = given.expires_at or now + OPEN_FOR
    if not now < expires_at <= now + MOST_OPEN_FOR:
        raise ExpiryNotSoon
    secret, invitation_id = token_urlsafe(SECRET_BYTES), given.id or uuid4()
    invite = INVITE.bind(
        id=invitation_id, board_id=given.board_id, role=given.role, digest=digest(secret), expires_at=expires_at
    )
    async with context.transaction(owner := await owner_for_service(context, given.board_id)) as transaction:
        with refusing_boards(new_id=invitation_id):
            [made] = await transaction.rows(invite)
    [invitation] = await context.rows(INVITATION.bind(id=invitation_id), ThroughBoards(owner))
    address = f"{context.origin()}/boards/join#{secret}"
    shown = (address, secret) if made.is_new else (None, None)
    return Invited(invitation.id, invitation.role, invitation.created_at, invitation.expires_at, *shown)


async def revoke_invitation(context: Context, invitation: Reference) -> BoardRow | None:
    """End an invitation; return its board. Raises InvitationNotFound, BoardRoleTooLow."""
    owner = None
    if not context.caller.owner:
        found = await context.rows(INVITATION.bind(id=invitation.id), ById(1))
        owner = await owner_for_service(context, found[0].board_id) if found else None
    async with context.transaction(owner) as transaction:
        with refusing_boards("id"):
            [board] = await transaction.rows(REVOKE.bind(id=invitation.id))
    return (await find_boards(context, [board.id])).get(board.id)


async def join_board(context: Context, given: Secret) -> BoardRow | None:
    """
    Make the caller a member by the secret of an invitation. Raises SecretNotFound, TooManyMembers, TooManyBoards;
    BoardApart if the board is not stored with the caller's rows.
    """
    secret = digest(given.secret)
    try:
        async with context.transaction() as transaction:
            with refusing_boards():
                [board] = await transaction.rows(JOIN.bind(digest=secret))
    except SecretNotFound:
        for apart in await context.database.rows_by_id(SECRET.bind(digest=secret), context.caller.id):
            raise BoardApart(id=apart.board_id, field=SecretNotFound.field) from None
        raise
    return (await find_boards(context, [board.id])).get(board.id)


async def set_board_member(context: Context, member: MemberChange) -> BoardRow | None:
    """
    Change a member's role, or remove them; a back end may add one. Raises refusals of the database; BoardApart as
    `join_board`.
    """
    change = SET_MEMBER.bind(**member.model_dump())
    if not context.caller.owner and member.role:
        board = (await find_boards(context, [member.board_id])).get(member.board_id)
        if board and not await context.rows(FIND_ANY.bind(ids=[board.id]), ThroughBoards(member.user_id)):
            raise BoardApart(id=board.id, field=["input", "userId"])
    return await changed(context, member.board_id, change)
