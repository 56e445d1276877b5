"""Finds the sources of tasks, and the tasks derived from them."""

from collections import defaultdict
from uuid import UUID

from models.administration.audit_record import AuditAction
from models.lineage.task_derivation import LINEAGES, SOURCES, LineageRow, TaskDerivation, derived_tasks
from models.tasks.task_row import TaskRow
from resolvers.access import Role
from resolvers.context import Context, Info
from resolvers.find_tasks import find_tasks
from resolvers.paging import ListPage, Window, list_page
from resolvers.reading import AsService, ReadScope, ThroughBoards, read_of_user


async def find_sources(context: Context, task_ids: list[UUID], of: ReadScope) -> list[list[TaskDerivation]]:
    """The sources of each task, for `Context.load`. One statement."""
    found: defaultdict[UUID, list[TaskDerivation]] = defaultdict(list)
    for row in await context.rows(SOURCES.bind(ids=task_ids), of):
        found[row.task_id].append(row)
    return [found[task_id] for task_id in task_ids]


async def find_lineages(context: Context, task_ids: list[UUID], of: ReadScope) -> list[LineageRow]:
    """The lineage of each task, for `Context.load`. One statement."""
    found = {row.task_id: row for row in await context.rows(LINEAGES.bind(ids=list(set(task_ids))), of)}
    return [found[task_id] for task_id in task_ids]


async def find_related_task(context: Context, user_id: UUID, task_id: UUID) -> TaskRow | None:
    """
    A source or ancestor of a task of the user; None if it is deleted or in the trash. One statement for all awaited.
    """
    task = await context.load(find_tasks, task_id, source_scope(context, user_id, "tasks of a lineage"))
    return None if task is None or task.trashed_at else task


async def list_derived_tasks(info: Info, source: TaskRow, window: Window) -> ListPage[TaskRow]:
    """A page of the tasks derived from the source, with the columns that the operation reads. One statement."""
    of = source_scope(info.context, source.user_id, "")
    if isinstance(of, AsService):
        of = of._replace(recorded=window.recorded(of.user, f"made from task {source.id}"))
    return await list_page(info.context, derived_tasks(source.id), window, info.columns, of)


def source_scope(context: Context, user_id: UUID, what: str) -> UUID | AsService:
    """
    The scope to read the sources and derived tasks of a user's task that the caller was shown. If it is another's and
    the caller an administrator, the audit says `what` they are.
    """
    is_others = context.caller.role is Role.ADMIN and user_id != context.caller.id
    return AsService(user_id, read_of_user(AuditAction.READ_TASKS, what)) if is_others else user_id


def lineage_scope(context: Context, user_id: UUID) -> UUID | AsService | ThroughBoards:
    """The same for the lineage of the task. Members of a board see no sources of another's task."""
    if context.caller.role is Role.USER and user_id != context.caller.id:
        return ThroughBoards()
    return source_scope(context, user_id, "lineages")
