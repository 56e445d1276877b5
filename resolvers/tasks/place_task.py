from dataclasses import dataclass
from uuid import UUID

from models.cursor import Cursor
from models.keyset_list import KeysetList
from models.tasks.task_conditions import TaskConditions
from models.tasks.task_list import TaskOrdering, task_list
from models.tasks.task_row import TaskRow
from resolvers.context import Context
from resolvers.find_tasks import tasks_by_id
from resolvers.tasks.list_tasks import CountedTasks, counted

PLACE_UP_TO = 100_000


@dataclass(frozen=True, slots=True)
class PlaceOfTask:
    """
    The position of a task in a list, or the one that it would have if it met the list's conditions, as the context's
    caller sees the list. Counting takes one statement in each direction.
    """

    context: Context
    tasks: KeysetList[TaskRow]
    start: Cursor

    @property
    def cursor(self) -> str:
        return self.start.encode(self.tasks.cursor_kind)

    async def count_beside(self, *, backwards: bool) -> CountedTasks:
        """How many tasks of the list come before it (`backwards`) or after it, up to PLACE_UP_TO. One statement."""
        count = self.tasks.count(PLACE_UP_TO, self.start, backwards=backwards)
        return await counted(self.context, count, PLACE_UP_TO)


async def place_task(
    context: Context, task_id: str, user_id: UUID | None, where: TaskConditions, order: TaskOrdering
) -> PlaceOfTask | None:
    """The position of a task in a list of the user's tasks; None when the task is not theirs. One statement."""
    [row] = await tasks_by_id(context, "id", [task_id])
    if row is None or row.user_id != user_id:
        return None
    tasks = task_list(user_id, where, order)
    return PlaceOfTask(context, tasks, tasks.cursor(row))
