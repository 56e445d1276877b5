from collections.abc import Sequence
from operator import attrgetter
from uuid import UUID

from models.tasks.task_row import TaskRow
from models.tasks.task_statements import select_tasks
from resolvers.arguments import read_ids
from resolvers.context import Context
from resolvers.exceptions import TaskNotFound


async def find_tasks(context: Context, ids: list[UUID]) -> list[TaskRow | None]:
    """The tasks in the order of the ids; None in place of one that does not exist, or that the caller may not see."""
    rows = await context.rows_anywhere(select_tasks(ids, context.owner), at_most=len(ids))
    found = {row.id: row for row in sorted(rows, key=attrgetter("created_at"), reverse=True)}
    return [found.get(task_id) for task_id in ids]


async def tasks_by_id(context: Context, name: str, ids: Sequence[str]) -> list[TaskRow | None]:
    """Like `find_tasks`, for the ids in the argument `name`. Raises BadUserInput when one of them is no UUID."""
    return await find_tasks(context, read_ids(name, ids))


async def required_task(context: Context, task_id: UUID) -> TaskRow:
    """The task of this id. Raises TaskNotFound when it does not exist, or the caller may not see it."""
    [task] = await find_tasks(context, [task_id])
    if task is None:
        raise TaskNotFound
    return task
