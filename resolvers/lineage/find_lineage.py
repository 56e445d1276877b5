"""Finds what tasks were made from, and what was made from them."""

from collections import defaultdict
from uuid import UUID

from models.lineage.derived_tasks import DerivedTasks
from models.lineage.lineage_statements import LINEAGES, SOURCES, LineageRow
from models.lineage.task_derivation import TaskSourceRow
from models.tasks.task_row import TaskRow
from resolvers.context import Context, Info
from resolvers.paging import ListPage, Window, list_page


async def find_sources(context: Context, task_ids: list[UUID]) -> list[list[TaskSourceRow]]:
    """The sources of each task, for `Context.load`. One statement."""
    found: defaultdict[UUID, list[TaskSourceRow]] = defaultdict(list)
    for row in await context.rows(SOURCES.bind(ids=task_ids)):
        found[row.derived_id].append(row)
    return [found[task_id] for task_id in task_ids]


async def find_lineages(context: Context, task_ids: list[UUID]) -> list[LineageRow]:
    """The lineage of each task, for `Context.load`. One statement."""
    found = {row.task_id: row for row in await context.rows(LINEAGES.bind(ids=list(set(task_ids))))}
    return [found[task_id] for task_id in task_ids]


async def list_derived_tasks(info: Info, source: TaskRow, window: Window) -> ListPage[TaskRow]:
    """A page of the tasks that were made from the source, with the columns that the operation reads. One statement."""
    return await list_page(info.context.of(source.user_id), DerivedTasks(source.id), window, info.columns)
