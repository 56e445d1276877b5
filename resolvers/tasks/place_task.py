from dataclasses import dataclass

from models.cursor import Cursor
from models.tasks.task_conditions import TaskConditions
from models.tasks.task_list import TaskList, TaskOrdering
from resolvers.context import Context
from resolvers.tasks.find_tasks import tasks_by_id
from resolvers.tasks.list_tasks import CountedTasks, counted

PLACE_UP_TO = 100_000


@dataclass(frozen=True, slots=True)
class PlaceOfTask:
    """Where a task stands in a list, or would if it met the list's conditions. To count takes a statement each way."""

    tasks: TaskList
    start: Cursor

    @property
    def cursor(self) -> str:
        return self.start.encode(self.tasks.cursor_kind)


async def place_task(context: Context, task_id: str, where: TaskConditions, order: TaskOrdering) -> PlaceOfTask | None:
    """The place in the list of the caller's tasks; None when the task is not one of theirs. One statement."""
    [row] = await tasks_by_id(context, "id", [task_id])
    if row is None or row.user_id != context.caller.id:
        return None
    tasks = TaskList(context.caller.id, where, order)
    return PlaceOfTask(tasks, tasks.cursor(row))


async def count_beside(context: Context, place: PlaceOfTask, *, backwards: bool) -> CountedTasks:
    """How many tasks of the list come before the place (backwards), or after it, up to PLACE_UP_TO. One statement."""
    count = place.tasks.count(PLACE_UP_TO, place.start, backwards=backwards)
    return await counted(context, count, PLACE_UP_TO)
