from collections.abc import Sequence
from uuid import UUID

from asyncpg import ForeignKeyViolationError, UnknownPostgresError

from models.database import Transaction
from models.tasks.task import TaskStatus
from models.tasks.task_batch import close_tasks, insert_tasks
from models.tasks.task_row import TaskRow
from resolvers.context import Context
from resolvers.credits.reservation import insufficient
from resolvers.credits.written_off import log_written_off
from resolvers.exceptions import SourceNotFound, UserNotFound
from resolvers.images.claimed_keys import attach
from resolvers.lineage.lineage_inputs import NewTaskSource
from resolvers.lineage.record_sources import record_sources
from resolvers.tasks.batches.prepared_task import PreparedTask
from resolvers.tasks.change_task import refusing_changes
from resolvers.tasks.create_task import check_tasks_of_months

Tasks = Sequence[PreparedTask]


async def write_tasks(context: Context, user_id: UUID, tasks: Tasks) -> dict[UUID, TaskRow]:
    """
    Write tasks of one user, all of them new or all of them to be ended, in one transaction, and return the rows of
    those that were written: not that of a new one whose id or external id is taken, nor of one that has ended
    meanwhile. Raises a refusal, and writes none, when one of them is refused.
    """
    async with context.transaction(user_id) as transaction:
        write = insert if tasks[0].is_new else close
        rows = {row.id: row for row in await write(context, transaction, user_id, tasks)}
        written = [task for task in tasks if task.id in rows]
        await attach(transaction, context, *(claimed for task in written for claimed in task.claims))
        for row in rows.values():
            if row.status == TaskStatus.COMPLETED:
                await log_written_off(transaction, row)
    return rows


async def close(context: Context, transaction: Transaction, user_id: UUID, tasks: Tasks) -> list[TaskRow]:
    with refusing_changes():
        return await transaction.rows(close_tasks([task.row for task in tasks], user_id))


async def insert(context: Context, transaction: Transaction, user_id: UUID, tasks: Tasks) -> list[TaskRow]:
    caller = context.caller
    try:
        insertion = insert_tasks([task.row for task in tasks], caller.seen_plan, caller.plan_issued_at)
        inserted = await transaction.rows(insertion)
    except ForeignKeyViolationError as error:
        raise UserNotFound from error  # if another service registers users, as on Supabase
    except UnknownPostgresError as error:
        raise insufficient(error, tasks[0].row["credits_reserved"]) or error from error
    found = {row.id: row for row in inserted}
    await check_tasks_of_months(caller.plan, transaction, user_id, {task.given.task.created_at for task in tasks})
    sources = [(found[task.id], task.given.task.sources) for task in tasks if task.id in found]
    await record_sources_in_order(transaction, user_id, sources)
    return inserted


async def record_sources_in_order(
    transaction: Transaction, user_id: UUID, tasks: Sequence[tuple[TaskRow, tuple[NewTaskSource, ...]]]
) -> None:
    """
    Record the sources of the tasks, among which may be those before them, whose own sources are recorded first. Raises
    SourceNotFound, also for a task that comes later.
    """
    later = {row.id for row, _ in tasks}
    at_once: list[tuple[TaskRow, tuple[NewTaskSource, ...]]] = []
    for row, sources in tasks:
        for number, source in enumerate(sources):
            if source.task_id in later:
                raise SourceNotFound(field=["input", "sources", str(number)])
        later.remove(row.id)
        if {source.task_id for source in sources}.intersection(before.id for before, _ in at_once):
            await record_sources(transaction, user_id, at_once)
            at_once = []
        if sources:
            at_once.append((row, sources))
    if at_once:
        await record_sources(transaction, user_id, at_once)
