from uuid import UUID

from models.tasks import task_statements as tasks
from resolvers.arguments import read_input
from resolvers.context import Context
from resolvers.exceptions import TaskNotFound, TasksNotFound
from resolvers.inputs import DeleteTasksInput, TaskInput


async def delete_task(context: Context, source: object) -> UUID:
    task_id = read_input(TaskInput, source).id
    async with context.transaction() as transaction:
        if await transaction.row(*tasks.delete([task_id], context.owner)) is None:
            raise TaskNotFound
    return task_id


async def delete_tasks(context: Context, source: object) -> list[UUID]:
    """All of them, or none."""
    ids = list(dict.fromkeys(read_input(DeleteTasksInput, source).ids))
    async with context.transaction() as transaction:
        deleted = {row.id for row in await transaction.rows(*tasks.delete(ids, context.owner))}
        if missing := [str(task_id) for task_id in ids if task_id not in deleted]:
            raise TasksNotFound(ids=", ".join(missing))
    return ids
