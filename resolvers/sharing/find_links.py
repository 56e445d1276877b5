from collections.abc import Sequence
from uuid import UUID

from models.sharing.link_statements import FIND, ShareLinkRow, share_link_list
from models.tasks.task_row import TaskRow
from resolvers.context import Context
from resolvers.find_tasks import find_tasks
from resolvers.lineage.find_lineage import whose
from resolvers.paging import ListPage, Window, list_page
from resolvers.reading import ById, Whose


async def find_share_links(context: Context, ids: Sequence[UUID]) -> dict[UUID, ShareLinkRow]:
    """The links with these ids that the caller may see, by id."""
    return {row.id: row for row in await context.rows(FIND.bind(ids=ids), ById(len(ids)))}


async def list_share_links(context: Context, user_id: UUID, window: Window, of: Whose = None) -> ListPage[ShareLinkRow]:
    """A page of the user's links, newest first, which are read on behalf of `of`. One statement."""
    return await list_page(context, share_link_list(user_id), window, of=of)


async def task_of_link(context: Context, link: ShareLinkRow) -> TaskRow | None:
    """The task that the link shows; None when it was deleted or is in the trash. One statement for those of a page."""
    task = await context.load(find_tasks, link.task_id, whose(context, link.user_id, "tasks of share links"))
    return None if task is None or task.trashed_at else task
