from uuid import UUID

from models.credits.credit_statements import LOCK_ACCOUNTS
from models.tasks.task_statements import erase_tasks
from resolvers.context import Context
from resolvers.exceptions import TaskNotFound, TasksNotFound
from resolvers.tasks.task_inputs import TaskReference, TaskReferences


async def delete_task(context: Context, task: TaskReference) -> UUID:
    """Delete the task and return its id. Raises TaskNotFound."""
    context = await context.of_task(task.id)
    async with context.transaction() as transaction:
        if await transaction.row(erase_tasks([task.id], context.owner)) is None:
            raise TaskNotFound
    return task.id


async def delete_tasks(context: Context, tasks: TaskReferences) -> list[UUID]:
    """
    Delete the tasks and return their ids. A task that is named several times is deleted once. Raises TasksNotFound, and
    deletes none, when one does not exist.
    """
    ids = list(dict.fromkeys(tasks.ids))
    if context.database.route and context.owner is None:
        return await delete_of_several(context, ids)
    async with context.transaction() as transaction:
        if context.owner is None:
            await transaction.rows(LOCK_ACCOUNTS.bind(task_ids=ids))
        deleted = {row.id for row in await transaction.rows(erase_tasks(ids, context.owner))}
        if missing := [str(task_id) for task_id in ids if task_id not in deleted]:
            raise TasksNotFound(ids=", ".join(missing))
    return ids


async def delete_of_several(context: Context, ids: list[UUID]) -> list[UUID]:
    """
    Delete tasks of users who may be in different databases. Nothing is deleted unless all tasks exist; then all or none
    of each user's tasks are deleted.
    """
    owners = await context.owners_of(ids)
    if missing := [str(task_id) for task_id in ids if task_id not in owners]:
        raise TasksNotFound(ids=", ".join(missing))
    for owner in dict.fromkeys(owners.values()):
        theirs = [task_id for task_id in ids if owners[task_id] == owner]
        await delete_tasks(context.of(owner), TaskReferences(ids=theirs))
    return ids
