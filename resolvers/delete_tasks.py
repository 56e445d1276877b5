from uuid import UUID

from models import tasks
from resolvers.arguments import read_input
from resolvers.context import Context
from resolvers.exceptions import TaskNotFound, TasksNotFound
from resolvers.inputs import DeleteTasksInput, TaskInput


async def delete_task(context: Context, source: object) -> UUID:
    task_id = read_input(TaskInput, source).id
    statement = tasks.delete([task_id], context.owner)
    async with context.transaction() as connection:
        if (await connection.execute(statement)).one_or_none() is None:
            raise TaskNotFound
    return task_id


async def delete_tasks(context: Context, source: object) -> list[UUID]:
    """All of them, or none."""
    ids = list(dict.fromkeys(read_input(DeleteTasksInput, source).ids))
    async with context.transaction() as connection:
        deleted = set((await connection.execute(tasks.delete(ids, context.owner))).scalars())
        if missing := [str(task_id) for task_id in ids if task_id not in deleted]:
            raise TasksNotFound(ids=", ".join(missing))
    return ids
