from collections.abc import Mapping, Sequence
from itertools import groupby
from uuid import UUID

from models.database import Transaction
from models.tasks.task import TaskStatus
from models.tasks.task_batch import finish_tasks, insert_tasks
from models.tasks.task_row import TaskRow
from resolvers.context import Context
from resolvers.credits.written_off import log_written_off
from resolvers.images.claimed_keys import attach
from resolvers.lineage.record_sources import NewTaskSource, SourceNotFound, record_sources
from resolvers.tasks.batches.prepared_task import PreparedTask
from resolvers.tasks.change_task import RECORDING_ERRORS, recording_refusal, refusing_changes
from resolvers.tasks.create_task import check_tasks_of_months

Tasks = Sequence[PreparedTask]
Key = tuple[UUID, UUID]
"""A task's user and id: tasks of two users may have the same id."""


async def write_tasks(contexts: Mapping[UUID, Context], tasks: Tasks) -> dict[Key, TaskRow]:
    """
    Write tasks, all new or all to be ended, in one transaction, and return the rows written, by user and id. A new task
    whose id or external id is taken is left out, and so is one that has ended meanwhile. Raises a refusal, and writes
    none, if one is refused.
    """
    user_id = tasks[0].given.user_id
    async with contexts[user_id].transaction(user_id) as transaction:
        write = insert if tasks[0].is_new else close
        rows = by_key(await write(contexts, transaction, tasks))
        for user_id, of_user in groupby((task for task in tasks if task.key in rows), user_of):
            claims = [claimed for task in of_user for claimed in task.claims]
            await attach(transaction, contexts[user_id], *claims)
        for row in rows.values():
            if row.status == TaskStatus.COMPLETED:
                await log_written_off(transaction, row)
    return rows


def user_of(task: PreparedTask) -> UUID:
    return task.given.user_id


def by_key(rows: Sequence[TaskRow]) -> dict[Key, TaskRow]:
    return {(row.user_id, row.id): row for row in rows}


async def close(_: Mapping[UUID, Context], transaction: Transaction, tasks: Tasks) -> list[TaskRow]:
    with refusing_changes():
        return await transaction.rows(finish_tasks([task.row for task in tasks]))


async def insert(contexts: Mapping[UUID, Context], transaction: Transaction, tasks: Tasks) -> list[TaskRow]:
    caller = contexts[tasks[0].given.user_id].caller
    try:
        insertion = insert_tasks([task.row for task in tasks], caller.seen_plan, caller.plan_issued_at)
        inserted = await transaction.rows(insertion)
    except RECORDING_ERRORS as error:
        raise recording_refusal(error, tasks[0].row.get("credits_reserved")) or error from error
    for user_id, of_user in groupby(tasks, user_of):
        created_at = {task.given.input.created_at for task in of_user}
        await check_tasks_of_months(contexts[user_id].caller.plan, transaction, user_id, created_at)
    found = by_key(inserted)
    sources = [(found[task.key], task.given.input.sources) for task in tasks if task.key in found]
    await record_sources_in_order(transaction, sources)
    return inserted


async def record_sources_in_order(
    transaction: Transaction, tasks: Sequence[tuple[TaskRow, tuple[NewTaskSource, ...]]]
) -> None:
    """
    Record the sources of the tasks, which may be earlier tasks among them. Raises SourceNotFound, also for a task that
    comes later.
    """
    later = {row.id for row, _ in tasks}
    at_once: list[tuple[TaskRow, tuple[NewTaskSource, ...]]] = []
    for row, sources in tasks:
        for number, source in enumerate(sources):
            if source.task_id in later:
                raise SourceNotFound(field=["input", "sources", str(number)])
        later.remove(row.id)
        if {source.task_id for source in sources}.intersection(before.id for before, _ in at_once):
            await record_sources(transaction, at_once)
            at_once = []
        if sources:
            at_once.append((row, sources))
    if at_once:
        await record_sources(transaction, at_once)
