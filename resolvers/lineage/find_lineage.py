"""Finds what tasks were made from, and what was made from them."""

from collections import defaultdict
from uuid import UUID

from models.lineage.derived_tasks import derived_tasks
from models.lineage.lineage_statements import LINEAGES, SOURCES, LineageRow
from models.lineage.task_derivation import TaskSourceRow
from models.tasks.task_row import TaskRow
from resolvers.access import Role
from resolvers.administration.note_reading import note_reading
from resolvers.context import Context, Info
from resolvers.find_tasks import find_tasks
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


async def find_related_task(context: Context, user_id: UUID, task_id: UUID) -> TaskRow | None:
    """A source or ancestor of a task of the user; None when it is deleted. One statement for all that are awaited."""
    related = context_of(context, user_id)
    return await related.load(find_tasks if related.caller is context.caller else find_others_tasks, task_id)


async def find_others_tasks(context: Context, ids: list[UUID]) -> list[TaskRow | None]:
    """Like `find_tasks`, for an administrator, whose reading is recorded in the audit."""
    tasks = await find_tasks(context, ids)
    await note_reading(context, context.subject, len([task for task in tasks if task]), "sources")
    return tasks


async def list_derived_tasks(info: Info, source: TaskRow, window: Window) -> ListPage[TaskRow]:
    """
    A page of the tasks that were made from the source, with the columns that the operation reads. One statement; an
    administrator's reading of others' is recorded in the audit.
    """
    context = context_of(info.context, source.user_id)
    page = await list_page(context, derived_tasks(source.id), window, info.columns)
    if context.caller is not info.context.caller:
        await note_reading(context, source.user_id, len(page.nodes), f"made from task {source.id}")
    return page


def context_of(context: Context, user_id: UUID) -> Context:
    """The context for what a task of the user, which the caller was shown, was made from, and for what was from it."""
    is_others = context.caller.role is Role.ADMIN and user_id != context.caller.id
    return context.of_other(user_id) if is_others else context.of(user_id)
