import strawberry

from models.boards.board_statements import BoardRow
from resolvers.arguments import read_ids
from resolvers.boards.find_boards import find_boards, list_boards
from resolvers.context import Info
from resolvers.paging import ListPage, Window
from resolvers.reading import ThroughBoards
from schema.boards.board import Board, BoardConnection
from schema.types.paged import paged


@strawberry.type
class BoardQuery:
    @strawberry.field(
        graphql_type=BoardConnection,
        description="The boards that the caller is a member of, those changed last first.",
    )
    @paged
    async def boards(self, info: Info, window: Window) -> ListPage[BoardRow]:
        return await list_boards(info, info.context.caller.id, window, ThroughBoards())

    @strawberry.field(
        graphql_type=Board | None,
        description=(
            "One of them; null when there is none, or the caller is no member. To a back end (`SERVICE`), anybody's, "
            "as to an owner."
        ),
    )
    async def board(self, info: Info, id: strawberry.ID) -> BoardRow | None:
        [board_id] = read_ids("id", [id])
        return (await find_boards(info.context, [board_id])).get(board_id)
