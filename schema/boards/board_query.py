import strawberry

from models.boards.board_statements import BoardRow
from resolvers.arguments import read_ids
from resolvers.boards.find_boards import find_boards, list_boards
from resolvers.context import Info
from resolvers.paging import ListPage, Window
from resolvers.reading import ThroughBoards
from schema.boards.board import Board, BoardConnection
from schema.types.connection_types import paged


@strawberry.type
class BoardQuery:
    @strawberry.field(
        graphql_type=BoardConnection,
        description="The boards of which the caller is a member, most recently changed first.",
    )
    @paged
    async def boards(self, info: Info, window: Window) -> ListPage[BoardRow]:
        return await list_boards(info, info.context.caller.id, window, ThroughBoards())

    @strawberry.field(
        graphql_type=Board | None,
        description=(
            "A board; null if it does not exist or the caller is not a member. A back end (`SERVICE`) sees any board "
            "as its owner does."
        ),
    )
    async def board(self, info: Info, id: strawberry.ID) -> BoardRow | None:
        [board_id] = read_ids("id", [id])
        return (await find_boards(info.context, [board_id])).get(board_id)
