"""Compares an export with the tasks in the database; "here" means in this database."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from models.claims import NOBODY
from models.exports.import_statements import ERASED_SINCE, PRESENT_EXTERNAL_IDS, PRESENT_TASKS, PresentTask
from models.placement.databases import Databases, TransactionOfAll
from server.operations.importing.export_lines import RefusedFile
from server.operations.importing.staged_tasks import StagedTasks

CHUNK = 1_000
"""Ids looked up at a time."""
OUTSIDE = "SELECT DISTINCT source_id FROM sources WHERE source_id NOT IN (SELECT id FROM tasks)"
WITH_EXTERNAL_ID = "SELECT line, id, user_id, external_id FROM tasks WHERE external_id IS NOT NULL AND NOT is_here"
# Tasks that are here are not changed. Sources that are neither here nor in the file are omitted.
FORGET_SOURCES = "DELETE FROM sources WHERE line IN (SELECT line FROM tasks WHERE is_here)"
OMIT = "DELETE FROM sources WHERE depth IS NULL AND source_id NOT IN (SELECT id FROM tasks)"
OTHERS_SOURCE = """
SELECT sources.line FROM sources JOIN tasks AS source ON source.id = source_id JOIN tasks ON tasks.line = sources.line
WHERE source.user_id <> tasks.user_id LIMIT 1"""
WITHOUT_SOURCES = "UPDATE tasks SET depth = 0 WHERE depth IS NULL AND line NOT IN (SELECT line FROM sources)"
UNMEASURED = """
SELECT source.line FROM sources JOIN tasks AS source ON source.id = source_id
WHERE sources.line = ? AND source.depth IS NULL LIMIT 1"""
MEASURE = """
UPDATE tasks SET depth = (
  SELECT 1 + max(coalesce(sources.depth, source.depth))
  FROM sources LEFT JOIN tasks AS source ON source.id = source_id WHERE sources.line = tasks.line
) WHERE line = ?"""


async def compare(database: Databases, staged: StagedTasks, exported_at: datetime) -> int:
    """
    Record which tasks are here, and the depth of each in its lineage. Return how many sources are omitted. Raise
    RefusedFile when a task belongs to another user, has the external id of another task, or its user was erased after
    the export.
    """
    async with database.transaction_of_all(NOBODY) as transaction:
        await refuse_erased(transaction, staged, exported_at)
        for part in chunks(staged, "SELECT line, id, user_id FROM tasks"):
            await record_present(transaction, staged, part)
        for part in chunks(staged, OUTSIDE):
            found = await transaction.rows(PRESENT_TASKS.bind(ids=[UUID(source) for (source,) in part]))
            staged.record_present(found)
        for part in chunks(staged, WITH_EXTERNAL_ID):
            await refuse_taken(transaction, part)
    staged.database.execute(FORGET_SOURCES)
    omitted = staged.database.execute(OMIT).rowcount
    if line := staged.value(OTHERS_SOURCE):
        raise RefusedFile(f"line {line:,}: `sources` must be tasks of the same user.")
    measure_depths(staged)
    return omitted


def chunks(staged: StagedTasks, query: str) -> Iterator[list[tuple[Any, ...]]]:
    cursor = staged.database.execute(query)
    while rows := cursor.fetchmany(CHUNK):
        yield rows


async def refuse_erased(transaction: TransactionOfAll, staged: StagedTasks, exported_at: datetime) -> None:
    with_views = [(str(user_id),) for user_id in staged.views]
    for part in (with_views, *chunks(staged, "SELECT DISTINCT user_id FROM tasks")):
        user_ids = [UUID(user_id) for (user_id,) in part]
        for erased in await transaction.rows(ERASED_SINCE.bind(user_ids=user_ids, since=exported_at)):
            raise RefusedFile(
                f"The user {erased.user_id} was erased on {erased.requested_at:%Y-%m-%d}, after this export, and must "
                "not be imported."
            )


async def record_present(transaction: TransactionOfAll, staged: StagedTasks, part: list[tuple[Any, ...]]) -> None:
    """Record which tasks are here. Raise RefusedFile when one belongs to another user."""
    given = {UUID(task_id): (line, UUID(user_id)) for line, task_id, user_id in part}
    found: list[PresentTask] = await transaction.rows(PRESENT_TASKS.bind(ids=list(given)))
    for task in found:
        line, user_id = given[task.id]
        if task.user_id != user_id:
            raise RefusedFile(f"line {line:,}: `id` must not be that of another user's task: {task.id}.")
    staged.record_present(found)


async def refuse_taken(transaction: TransactionOfAll, part: list[tuple[Any, ...]]) -> None:
    """Raise RefusedFile when a task has the external id of another task of its user."""
    given = {(UUID(user_id), external_id): line for line, _, user_id, external_id in part}
    values = {"user_ids": [user_id for user_id, _ in given], "external_ids": [external_id for _, external_id in given]}
    for taken in await transaction.rows(PRESENT_EXTERNAL_IDS.bind(**values)):
        line = given[taken.user_id, taken.external_id]
        raise RefusedFile(f"line {line:,}: `externalId` must not be that of another task: {taken.id}.")


def measure_depths(staged: StagedTasks) -> None:
    """Compute the depth of each task that is not here. Raise RefusedFile for a task that is made from itself."""
    staged.database.execute(WITHOUT_SOURCES)
    for (line,) in staged.rows("SELECT DISTINCT line FROM sources"):
        if staged.value("SELECT depth FROM tasks WHERE line = ?", line) is None:
            measure_depth(staged, line)


def measure_depth(staged: StagedTasks, line: int) -> None:
    """Compute the depth of a task, after those of its sources."""
    way = {line: None}
    while way:
        last = next(reversed(way))
        source = staged.value(UNMEASURED, last)
        if source is None:
            staged.database.execute(MEASURE, (last,))
            del way[last]
        elif source in way:
            raise RefusedFile(f"line {source:,}: `sources` must not lead back to the task itself.")
        else:
            way[source] = None
