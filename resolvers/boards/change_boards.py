"""Creates, changes and deletes boards, and puts tasks on them. The database checks what the caller may do."""

from uuid import UUID, uuid4

from models.administration.audit_record import AuditAction
from models.boards.board_changes import ADD, CREATE, DELETE, REMOVE, UPDATE
from models.boards.board_statements import FIND_ANY, BoardRow
from models.statement import BoundStatement, IdRow
from resolvers.access import Role
from resolvers.arguments import Reference
from resolvers.boards.board_inputs import BoardChange, BoardTasks, NewBoard
from resolvers.boards.board_refusals import refusing_boards
from resolvers.boards.find_boards import find_boards
from resolvers.context import Context
from resolvers.reading import AsService, AuditNote, ById


async def changed(
    context: Context, board_id: UUID, change: BoundStatement[IdRow], *, named: str = "boardId"
) -> BoardRow | None:
    """
    Change a board, which the field `named` of the input names; return it as it is then, None if the caller no longer
    sees it. Raises what the database refuses it for.
    """
    async with context.transaction(await beside_owner(context, board_id)) as transaction:
        with refusing_boards(named):
            await transaction.rows(change)
    return (await find_boards(context, [board_id])).get(board_id)


async def beside_owner(context: Context, board_id: UUID) -> UUID | None:
    """The user whom a transaction on the board has to name: for a back end its owner, else None, for the caller."""
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
    Delete a board; return its id. An administrator deletes anybody's, which the audit says. Raises BoardNotFound,
    BoardRoleTooLow.
    """
    delete = DELETE.bind(id=board.id)
    is_others = context.caller.role is Role.ADMIN and not await find_boards(context, [board.id])
    for others in await context.rows(FIND_ANY.bind(ids=[board.id]), OTHERS) if is_others else ():
        async with context.audited_transaction(others.owner_id) as transaction:
            await transaction.record(AuditNote(AuditAction.SHARE, others.owner_id, 1, f"deleted board {board.id}"))
            with refusing_boards("id"):
                await transaction.rows(delete)
        return board.id
    await changed(context, board.id, delete, named="id")
    return board.id


def looked_up(rows: list[BoardRow]) -> AuditNote | None:
    """What the audit says of a board of others that an administrator names."""
    return AuditNote(AuditAction.READ_USER, rows[0].owner_id, len(rows), "boards") if rows else None


OTHERS = AsService(ById(1), looked_up)


async def add_to_board(context: Context, tasks: BoardTasks) -> BoardRow | None:
    """
    Put tasks on a board. Raises BoardNotFound, BoardRoleTooLow, BoardTasksNotFound, TooManyOnBoard; then none is put
    there.
    """
    return await changed(context, tasks.board_id, ADD.bind(**tasks.model_dump()))


async def remove_from_board(context: Context, tasks: BoardTasks) -> BoardRow | None:
    """Take tasks off a board. Raises BoardNotFound, BoardRoleTooLow; then none is taken off."""
    return await changed(context, tasks.board_id, REMOVE.bind(**tasks.model_dump()))
