from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from models.tasks import task_statements as tasks
from resolvers.arguments import read_ids
from resolvers.context import Context
from resolvers.exceptions import TaskNotFound


async def find_tasks(context: Context, ids: list[UUID]) -> list[Row[Any] | None]:
    """In the order asked; None where there is no task that the caller may see."""
    found = {row.id: row for row in await context.rows(*tasks.find(ids, context.owner))}
    return [found.get(task_id) for task_id in ids]


async def tasks_by_id(context: Context, name: str, ids: Sequence[str]) -> list[Row[Any] | None]:
    return await find_tasks(context, read_ids(name, ids))


async def required_task(context: Context, task_id: UUID) -> Row[Any]:
    [task] = await find_tasks(context, [task_id])
    if task is None:
        raise TaskNotFound
    return task
