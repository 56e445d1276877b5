"""Creates, changes and deletes boards, and puts tasks on them. The database checks what the caller may do."""

from uuid import UUID, uuid4

from models.boards.board_changes import ADD, CREATE, DELETE, REMOVE, UPDATE, ChangedBoard
from models.boards.board_statements import BoardRow
from models.statement import BoundStatement
from resolvers.boards.board_inputs import BoardChange, BoardReference, BoardTasks, NewBoard
from resolvers.boards.board_refusals import refusing_boards
from resolvers.boards.find_boards import find_boards
from resolvers.context import Context


async def changed(
    context: Context, board_id: UUID, change: BoundStatement[ChangedBoard], *, named: str = "boardId"
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


async def delete_board(context: Context, board: BoardReference) -> UUID:
    """Delete a board; return its id. Raises BoardNotFound, BoardRoleTooLow."""
    await changed(context, board.id, DELETE.bind(id=board.id), named="id")
    return board.id


async def add_to_board(context: Context, tasks: BoardTasks) -> BoardRow | None:
    """
    Put tasks on a board. Raises BoardNotFound, BoardRoleTooLow, BoardTasksNotFound, TooManyOnBoard; then none is put
    there.
    """
    return await changed(context, tasks.board_id, ADD.bind(**tasks.model_dump()))


async def remove_from_board(context: Context, tasks: BoardTasks) -> BoardRow | None:
    """Take tasks off a board. Raises BoardNotFound, BoardRoleTooLow; then none is taken off."""
    return await changed(context, tasks.board_id, REMOVE.bind(**tasks.model_dump()))
