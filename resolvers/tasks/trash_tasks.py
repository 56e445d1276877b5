from uuid import UUID

from models.database import Transaction
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import erase_tasks, find_deleted, select_tasks
from models.tasks.trash import EMPTY, EMPTY_BATCH, put_into_trash, take_out_of_trash, trash_of
from resolvers.context import Context, Info
from resolvers.paging import ListPage, Window, list_page
from resolvers.tasks.each_owner import change_of_each_owner
from resolvers.tasks.task_errors import TaskNotEnded
from resolvers.tasks.task_inputs import TaskReferences

MAX_BATCHES = 10


async def trash_tasks(context: Context, tasks: TaskReferences) -> list[UUID]:
    """
    Put the tasks into the trash and return their ids; what is there or deleted already stays so. On a plan whose trash
    keeps nothing, they are deleted. Raises TasksNotFound when one does not exist, and TaskNotEnded; then all stay. All
    or none of each user's tasks are put there.
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
    Take the tasks out of the trash and return their ids. Raises TasksNotFound, and takes none out, when one does not
    exist or is deleted. All or none of each user's tasks are taken out.
    """

    async def take(transaction: Transaction, owner: UUID | None, ids: list[UUID]) -> set[UUID]:
        found = {row.id for row in await transaction.rows(take_out_of_trash(ids, owner))}
        if others := [task_id for task_id in ids if task_id not in found]:
            found |= {row.id for row in await transaction.rows(select_tasks(others, owner))}
        return found

    return await change_of_each_owner(context, tasks.ids, take)


async def empty_trash(context: Context) -> int:
    """Delete what is in the caller's trash, up to MAX_BATCHES times EMPTY_BATCH tasks, and return how many."""
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
