from collections.abc import Sequence
from operator import attrgetter
from uuid import UUID

from models.boards.board_statements import BoardRow
from models.sharing.link_record import FIND, OF_BOARD, ShareLinkRecord, links_of_board, share_link_list
from models.tasks.task_row import TaskRow
from resolvers.boards.find_boards import board_scope, find_boards, grouped, is_owner
from resolvers.context import Context
from resolvers.find_tasks import find_tasks
from resolvers.lineage.find_lineage import source_scope
from resolvers.paging import ListPage, Window, list_page
from resolvers.reading import ById, ReadScope


async def find_share_links(context: Context, ids: Sequence[UUID]) -> dict[UUID, ShareLinkRecord]:
    """The links with these ids that the caller may see, by id."""
    return {row.id: row for row in await context.rows(FIND.bind(ids=ids), ById(len(ids)))}


async def list_share_links(
    context: Context, user_id: UUID, window: Window, of: ReadScope = None
) -> ListPage[ShareLinkRecord]:
    """A page of the user's links, newest first, read on behalf of `of`. One statement."""
    return await list_page(context, share_link_list(user_id), window, of=of)


async def task_of_link(context: Context, link: ShareLinkRecord) -> TaskRow | None:
    """The task that the link shows; None if it was deleted or is in the trash. One statement for those of a page."""
    if link.task_id is None:
        return None
    task = await context.load(find_tasks, link.task_id, source_scope(context, link.user_id, "tasks of share links"))
    return None if task is None or task.trashed_at else task


async def board_of_link(context: Context, link: ShareLinkRecord) -> BoardRow | None:
    """The board that the link shows; None for a caller who is not a member. One statement for those of a page."""
    return await context.load(boards_by_id, link.board_id) if link.board_id else None


async def boards_by_id(context: Context, ids: list[UUID], _: ReadScope) -> list[BoardRow | None]:
    found = await find_boards(context, ids)
    return [found.get(board_id) for board_id in ids]


async def list_links_of_board(context: Context, board: BoardRow, window: Window) -> ListPage[ShareLinkRecord]:
    """A page of the links to the board, empty for a caller who is not an owner. One statement."""
    listing, of = links_of_board(board.id), board_scope(context, board, "links to boards")
    if not is_owner(board):
        return ListPage(context, listing, window, [], has_more=False, of=of)
    return await list_page(context, listing, window, of=of)


async def find_links_of_boards(context: Context, board_ids: list[UUID], of: ReadScope) -> list[list[ShareLinkRecord]]:
    """The newest links to each board, for `Context.load` of its owners. One statement."""
    rows = await context.rows(OF_BOARD.bind(ids=list(dict.fromkeys(board_ids))), of)
    return grouped(board_ids, rows, attrgetter("board_id"))
