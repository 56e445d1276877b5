from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from models.credits.credit_statements import LOCK_ACCOUNTS
from models.database import Transaction
from models.tasks.task_statements import erase_tasks, find_deleted
from resolvers.context import Context
from resolvers.exceptions import OnlyServiceEnds, TaskNotFound, TasksNotFound
from resolvers.tasks.task_inputs import TaskReference, TaskReferences


async def delete_task(context: Context, task: TaskReference) -> UUID:
    """
    Delete the task and return its id; one that is deleted already stays so. Raises TaskNotFound; OnlyServiceEnds before
    a back end has ended its task.
    """
    owner = await context.owner_of(task.id)
    async with context.transaction(owner) as transaction:
        if await missing_ids(transaction, owner, [task.id]):
            raise TaskNotFound
    return task.id


async def delete_tasks(context: Context, tasks: TaskReferences) -> list[UUID]:
    """
    Delete the tasks and return their ids. One that is deleted already stays so. Raises TasksNotFound, and deletes none,
    when one does not exist; so OnlyServiceEnds. All or none of each user's tasks are deleted.
    """

    async def delete(transaction: Transaction, owner: UUID | None, ids: list[UUID]) -> None:
        if owner is None:
            await transaction.rows(LOCK_ACCOUNTS.bind(task_ids=ids))
        if missing := await missing_ids(transaction, owner, ids):
            raise TasksNotFound(missing)

    try:
        return await of_each_owner(context, tasks.ids, delete)
    except OnlyServiceEnds as refusal:
        refusal.field = TasksNotFound.field
        raise


async def of_each_owner(
    context: Context,
    task_ids: Sequence[UUID],
    change: Callable[[Transaction, UUID | None, list[UUID]], Awaitable[None]],
) -> list[UUID]:
    """
    Change the tasks of each owner, None for those whom their ids alone tell, in a transaction of its own; return the
    ids, each once.
    """
    ids = list(dict.fromkeys(task_ids))
    owners = await context.owners_of(ids)
    # A task that does not exist counts as the caller's: theirs come first, so that then nothing is changed.
    for owner in sorted({*owners.values()}, key=lambda owner: owner != context.caller.id):
        async with context.transaction(owner) as transaction:
            await change(transaction, owner, [task_id for task_id in ids if owners[task_id] == owner])
    return ids


async def missing_ids(transaction: Transaction, owner: UUID | None, ids: list[UUID]) -> list[UUID]:
    """Delete those of the tasks that are not deleted yet, and return the ids of those that do not exist."""
    gone = {row.id for row in await transaction.rows(erase_tasks(ids, owner))}
    if len(gone) < len(ids):
        gone |= {row.id for row in await transaction.rows(find_deleted(ids, owner))}
    return [task_id for task_id in ids if task_id not in gone]
