from uuid import UUID

from models.credits.credit_statements import LOCK_ACCOUNTS
from models.database import Transaction
from models.tasks.task_statements import erase_tasks, find_deleted
from resolvers.arguments import Reference
from resolvers.context import Context
from resolvers.exceptions import OnlyServiceEnds, TaskNotFound
from resolvers.tasks.each_owner import change_of_each_owner
from resolvers.tasks.task_errors import TasksNotFound
from resolvers.tasks.task_inputs import TaskReferences


async def delete_task(context: Context, task: Reference) -> UUID:
    """
    Delete the task and return its id; one that is deleted already stays so. Raises TaskNotFound; OnlyServiceEnds before
    a back end has ended its task.
    """
    owner = await context.owner_of(task.id)
    async with context.transaction(owner) as transaction:
        if not await delete(transaction, owner, [task.id]):
            raise TaskNotFound
    return task.id


async def delete_tasks(context: Context, tasks: TaskReferences) -> list[UUID]:
    """
    Delete the tasks and return their ids. One that is deleted already stays so. Raises TasksNotFound, and deletes none,
    when one does not exist; so OnlyServiceEnds. All or none of each user's tasks are deleted.
    """

    async def delete_several(transaction: Transaction, owner: UUID | None, ids: list[UUID]) -> set[UUID]:
        if owner is None:
            await transaction.rows(LOCK_ACCOUNTS.bind(task_ids=ids))
        return await delete(transaction, owner, ids)

    try:
        return await change_of_each_owner(context, tasks.ids, delete_several)
    except OnlyServiceEnds as refusal:
        refusal.field = TasksNotFound.field
        raise


async def delete(transaction: Transaction, owner: UUID | None, ids: list[UUID]) -> set[UUID]:
    """Delete those of the tasks that are not deleted yet, and return the ids of those that exist."""
    gone = {row.id for row in await transaction.rows(erase_tasks(ids, owner))}
    if len(gone) < len(ids):
        gone |= {row.id for row in await transaction.rows(find_deleted(ids, owner))}
    return gone
