from functools import partial
from uuid import UUID

from models.administration.audit_record import AuditAction
from models.statistics.list_totals import (
    TOTAL_UP_TO,
    FailureReasonRow,
    TaskTotalsRow,
    add_reasons,
    add_totals_of_lists,
    select_reasons,
    select_totals,
)
from models.tasks.task_row import TaskRow
from resolvers.access import Role
from resolvers.paging import ListPage
from resolvers.reading import AsService, NewEntry
from resolvers.tasks.list_tasks import CountedTasks


async def total_tasks(page: ListPage[TaskRow]) -> TaskTotalsRow:
    """What all tasks of the page's list used, up to TOTAL_UP_TO tasks. One statement."""
    [totals] = await page.context.rows(select_totals(page.listing), page.of, add_totals_of_lists)
    return totals


async def reasons_of_failures(page: ListPage[TaskRow]) -> list[FailureReasonRow]:
    """
    Why tasks of the page's list failed, the most frequent reasons first. One statement. An administrator's reading is
    recorded in the audit, since these are not the tasks of the page.
    """
    of = page.of
    if isinstance(of, AsService) and page.context.caller.role is Role.ADMIN:
        of = of._replace(recorded=partial(recorded, of.user))
    return await page.context.rows(select_reasons(page.listing), of, add_reasons)


def recorded(user_id: UUID | None, reasons: list[FailureReasonRow]) -> NewEntry:
    count = sum(reason.task_count for reason in reasons)
    return NewEntry(AuditAction.READ_TASKS, user_id, count, "failures by reason")


def counted_tasks(totals: TaskTotalsRow) -> CountedTasks:
    return CountedTasks(min(totals.rows, TOTAL_UP_TO), totals.rows <= TOTAL_UP_TO)
