from dataclasses import dataclass
from typing import cast

from models.tasks.task_conditions import TaskConditions
from models.tasks.task_list import COUNT_UP_TO, TaskList, TaskOrdering
from models.tasks.task_row import TaskRow
from resolvers.context import Info
from resolvers.paging import ListPage, Window, list_page


@dataclass(frozen=True, slots=True)
class CountedTasks:
    """A number of tasks; when it is not `exact`, there are more."""

    value: int
    exact: bool


async def list_tasks(info: Info, window: Window, where: TaskConditions, order: TaskOrdering) -> ListPage[TaskRow]:
    """The window of the caller's tasks, with the columns that the operation reads. One statement."""
    return await list_page(info.context, TaskList(info.context.caller.id, where, order), window, info.columns)


async def count_tasks(page: ListPage[TaskRow]) -> CountedTasks:
    """How many tasks the page's list has, up to COUNT_UP_TO. One statement."""
    tasks = cast("TaskList", page.listing)
    [found] = await page.context.rows(tasks.count())
    return CountedTasks(min(found.tasks, COUNT_UP_TO), found.tasks <= COUNT_UP_TO)
