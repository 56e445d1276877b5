from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.cursor import Cursor
from models.keyset_list import KeysetList, RowCount
from models.statement import BoundStatement
from models.tasks.task_conditions import TaskConditions
from models.tasks.task_list import TaskOrdering, task_list
from models.tasks.task_row import TaskRow
from models.tasks.unfinished_tasks import unfinished_tasks
from resolvers.access import Role
from resolvers.arguments import read_ids
from resolvers.context import Context, Info
from resolvers.find_tasks import find_tasks
from resolvers.finding.indexed_prompts import check_labels
from resolvers.paging import ListPage, Window, beginning, list_page
from resolvers.reading import AsService, ReadScope, read_by_service

COUNT_UP_TO = 10_000
PLACE_UP_TO = 100_000


@dataclass(frozen=True, slots=True)
class CountedTasks:
    """A number of tasks; there are more if it is not `exact`."""

    value: int
    exact: bool


async def list_tasks(
    info: Info, where: TaskConditions, order: TaskOrdering, window: Window, starting_at: datetime | None
) -> ListPage[TaskRow]:
    """A page of the caller's tasks, with the columns that the operation reads. One statement."""
    check_labels(info.context, where)
    tasks = task_list(info.context.caller.id, where, order)
    if starting_at:
        window = beginning(tasks, window, starting_at)
    return await list_page(info.context, tasks, window, info.columns)


async def list_unfinished_tasks(info: Info, created_before: datetime, window: Window) -> ListPage[TaskRow]:
    """A page of all users' tasks that have not ended, for a back end. One statement."""
    info.context.caller.check_may("This", Role.SERVICE)
    of = AsService(None, read_by_service, now=True)
    return await list_page(info.context, unfinished_tasks(created_before), window, info.columns, of)


async def count_tasks(page: ListPage[TaskRow]) -> CountedTasks:
    """The number of tasks in the page's list, up to COUNT_UP_TO. One statement."""
    return await counted(page.context, page.listing.count(COUNT_UP_TO), COUNT_UP_TO, page.of)


async def counted(context: Context, count: BoundStatement[RowCount], up_to: int, of: ReadScope) -> CountedTasks:
    """The result of a statement that counts tasks and stops at `up_to` + 1."""
    tasks = sum(found.rows for found in await context.rows(count, of))
    return CountedTasks(min(tasks, up_to), tasks <= up_to)


@dataclass(frozen=True, slots=True)
class PlaceOfTask:
    """
    The position of a task in a list, or the position it would have if it met the list's conditions; `of` says whose the
    list is. Counting takes one statement in each direction.
    """

    context: Context
    tasks: KeysetList[TaskRow]
    start: Cursor
    of: AsService | None

    @property
    def cursor(self) -> str:
        return self.start.encode(self.tasks.cursor_kind)

    async def count(self, *, backwards: bool) -> CountedTasks:
        """The number of tasks in the list before it (`backwards`) or after it, up to PLACE_UP_TO. One statement."""
        count = self.tasks.count(PLACE_UP_TO, self.start, backwards=backwards)
        return await counted(self.context, count, PLACE_UP_TO, self.of)


async def place_task(
    context: Context,
    task_id: str,
    user_id: UUID | None,
    where: TaskConditions,
    order: TaskOrdering,
    of: AsService | None = None,
) -> PlaceOfTask | None:
    """The position of a task in a list of the user's tasks; None if the task is not theirs. One statement."""
    [row] = await find_tasks(context, read_ids("id", [task_id]), of)
    if row is None or row.user_id != user_id:
        return None
    check_labels(context, where)
    tasks = task_list(user_id, where, order)
    return PlaceOfTask(context, tasks, tasks.cursor(row), of and of.further)
