from dataclasses import dataclass
from uuid import UUID

from models.cursor import Cursor
from models.keyset_list import KeysetList
from models.tasks.task_conditions import TaskConditions
from models.tasks.task_list import TaskOrdering, task_list
from models.tasks.task_row import TaskRow
from resolvers.arguments import read_ids
from resolvers.context import Context
from resolvers.find_tasks import find_tasks
from resolvers.finding.indexed_prompts import check_labels
from resolvers.reading import AsService
from resolvers.tasks.list_tasks import CountedTasks, counted

PLACE_UP_TO = 100_000


@dataclass(frozen=True, slots=True)
class PlaceOfTask:
    """
    The position of a task in a list, or the one that it would have if it met the list's conditions; `of` says whose the
    list is. Counting takes one statement in each direction.
    """

    context: Context
    tasks: KeysetList[TaskRow]
    start: Cursor
    of: AsService | None

    @property
    def cursor(self) -> str:
        return self.start.encode(self.tasks.cursor_kind)

    async def count_beside(self, *, backwards: bool) -> CountedTasks:
        """How many tasks of the list come before it (`backwards`) or after it, up to PLACE_UP_TO. One statement."""
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
    """
    The position of a task in a list of the user's tasks; None when the task is not theirs. One statement.
    """
    [row] = await find_tasks(context, read_ids("id", [task_id]), of)
    if row is None or row.user_id != user_id:
        return None
    check_labels(context, where)
    tasks = task_list(user_id, where, order)
    return PlaceOfTask(context, tasks, tasks.cursor(row), of and of.further)
