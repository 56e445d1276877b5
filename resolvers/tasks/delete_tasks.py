from uuid import UUID

from models.credits.credit_statements import LOCK_ACCOUNTS
from models.tasks.task_statements import erase_tasks
from resolvers.context import Context
from resolvers.exceptions import TaskNotFound, TasksNotFound
from resolvers.tasks.task_inputs import TaskReference, TaskReferences


async def delete_task(context: Context, task: TaskReference) -> UUID:
    async with context.transaction() as transaction:
        if await transaction.row(erase_tasks([task.id], context.caller.owner)) is None:
            raise TaskNotFound
    return task.id


async def delete_tasks(context: Context, tasks: TaskReferences) -> list[UUID]:
    """All of them, or none. One that is named several times is deleted once."""
    ids = list(dict.fromkeys(tasks.ids))
    async with context.transaction() as transaction:
        if context.caller.owner is None:
            await transaction.rows(LOCK_ACCOUNTS.bind(task_ids=ids))
        deleted = {row.id for row in await transaction.rows(erase_tasks(ids, context.caller.owner))}
        if missing := [str(task_id) for task_id in ids if task_id not in deleted]:
            raise TasksNotFound(ids=", ".join(missing))
    return ids
