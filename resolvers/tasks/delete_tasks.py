from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from models.credits.credit_statements import LOCK_ACCOUNTS
from models.database import Transaction
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import erase_tasks, find_deleted, select_tasks
from models.tasks.trash import EMPTY, EMPTY_BATCH, put_into_trash, take_out_of_trash, trash_of
from resolvers.arguments import Reference
from resolvers.context import Context, Info
from resolvers.exceptions import OnlyServiceEnds, TaskNotFound
from resolvers.paging import ListPage, Window, list_page
from resolvers.tasks.task_errors import TaskNotEnded, TasksNotFound
from resolvers.tasks.task_inputs import TaskReferences


async def change_of_each_owner(
    context: Context,
    task_ids: Sequence[UUID],
    change: Callable[[Transaction, UUID | None, list[UUID]], Awaitable[set[UUID]]],
) -> list[UUID]:
    """
    Have `change` change the tasks of each owner in a transaction of its own; return the ids, each once. `change`
    receives the owner, None if a task is found by id alone, and returns the ids of tasks that exist. If some are
    missing, raises TasksNotFound, and changes none of that owner's tasks.
    """
    ids = list(dict.fromkeys(task_ids))
    owners = await context.owners_of(ids)
    # An unknown task counts as the caller's. Theirs come first, so that nothing changes if one is missing.
    for owner in sorted({*owners.values()}, key=lambda owner: owner != context.caller.id):
        of_owner = [task_id for task_id in ids if owners[task_id] == owner]
        async with context.transaction(owner) as transaction:
            found = await change(transaction, owner, of_owner)
            if missing := [task_id for task_id in of_owner if task_id not in found]:
                raise TasksNotFound(missing)
    return ids


async def delete_task(context: Context, task: Reference) -> UUID:
    """
    Delete the task and return its id, also if it was deleted before. Raises TaskNotFound; OnlyServiceEnds for a task
    that only a back end may end.
    """
    owner = await context.owner_of(task.id)
    async with context.transaction(owner) as transaction:
        if not await delete(transaction, owner, [task.id]):
            raise TaskNotFound
    return task.id


async def delete_tasks(context: Context, tasks: TaskReferences) -> list[UUID]:
    """
    Delete the tasks and return their ids, also of those deleted before. Deletes all or none of each user's tasks.
    Raises TasksNotFound, OnlyServiceEnds.
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
    """Delete the tasks that are not deleted yet, and return the ids of all that exist."""
    gone = {row.id for row in await transaction.rows(erase_tasks(ids, owner))}
    if len(gone) < len(ids):
        gone |= {row.id for row in await transaction.rows(find_deleted(ids, owner))}
    return gone


MAX_BATCHES = 10


async def trash_tasks(context: Context, tasks: TaskReferences) -> list[UUID]:
    """
    Move the tasks to the trash and return their ids, also of those in the trash or deleted. On a plan without a trash,
    they are deleted. Moves all or none of each user's tasks. Raises TasksNotFound, TaskNotEnded.
    """

    async def put(transaction: Transaction, owner: UUID | None, ids: list[UUID]) -> set[UUID]:
        trashed = await transaction.rows(put_into_trash(ids, owner))
        found = {row.id for row in trashed}
        if others := [task_id for task_id in ids if task_id not in found]:
            for task in await transaction.rows(select_tasks(others, owner)):
                raise TaskNotEnded(task=task)
            found |= {row.id for row in await transaction.rows(find_deleted(others, owner))}
        plans = await context.plans_of(list({row.user_id for row in trashed}), transaction.rows)
        if gone := [row.id for row in trashed if not plans[row.user_id].trash_days]:
            await transaction.rows(erase_tasks(gone, owner))
        return found

    return await change_of_each_owner(context, tasks.ids, put)


async def restore_tasks(context: Context, tasks: TaskReferences) -> list[UUID]:
    """
    Take the tasks out of the trash and return their ids. Restores all or none of each user's tasks. Raises
    TasksNotFound if one does not exist or is deleted.
    """

    async def take(transaction: Transaction, owner: UUID | None, ids: list[UUID]) -> set[UUID]:
        found = {row.id for row in await transaction.rows(take_out_of_trash(ids, owner))}
        if others := [task_id for task_id in ids if task_id not in found]:
            found |= {row.id for row in await transaction.rows(select_tasks(others, owner))}
        return found

    return await change_of_each_owner(context, tasks.ids, take)


async def empty_trash(context: Context) -> int:
    """Delete up to MAX_BATCHES times EMPTY_BATCH tasks in the caller's trash, and return how many."""
    emptied = 0
    for _ in range(MAX_BATCHES):
        async with context.transaction() as transaction:
            removed = len(await transaction.rows(EMPTY.bind(user_id=context.caller.id)))
        emptied += removed
        if removed < EMPTY_BATCH:
            break
    return emptied


async def list_trash(info: Info, window: Window) -> ListPage[TaskRow]:
    """A page of the caller's trash, with the columns that the operation reads. One statement."""
    return await list_page(info.context, trash_of(info.context.caller.id), window, info.columns)
