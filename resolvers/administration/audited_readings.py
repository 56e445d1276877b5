"""What an administrator reads of users and their tasks. Each reading is recorded in the audit."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from models.administration.audit_record import ENTRIES_BY_ID, AuditAction, AuditRecord
from models.administration.recent_failures import FAILURES, FailureRow, add_failures
from models.administration.user_ranking import USER, UserUsageOrder, UserUsageRow, user_ranking
from models.tasks.task_conditions import TaskConditions
from models.tasks.task_list import TaskOrderField, TaskOrdering, task_list
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import select_tasks
from resolvers.access import Role
from resolvers.arguments import read_ids
from resolvers.context import Context, Info
from resolvers.exceptions import BadUserInput
from resolvers.finding.indexed_prompts import check_labels
from resolvers.paging import ListPage, Window, beginning, list_page
from resolvers.reading import AsService, NewEntry, Totals
from resolvers.tasks.list_tasks import PlaceOfTask, place_task

MAX_DETAIL = 500
WRITTEN_BY_NOBODY = {"status", "task_type", "created_at", "updated_at", "completed_at"}
"""The filter fields whose values are not compared with text that users wrote."""


async def read_tasks(
    info: Info,
    user_id: UUID | None,
    where: TaskConditions,
    order: TaskOrdering,
    window: Window,
    starting_at: datetime | None,
) -> ListPage[TaskRow]:
    """A page of the tasks of a user, or of all users."""
    check_labels(info.context, where)
    tasks = task_list(user_id, where, order)
    if starting_at:
        window = beginning(tasks, window, starting_at)
    if user_id is None and order.field is not TaskOrderField.CREATED_AT:
        raise BadUserInput("`orderBy`: the tasks of all users come in the order of CREATED_AT alone; give a `userId`.")
    of = AsService(None, window.recorded(user_id, described(where)))
    return await list_page(info.context, tasks, window, info.columns, of)


async def read_task(context: Context, task_id: str) -> TaskRow | None:
    """Any user's task; None if there is none."""

    def recorded(rows: list[TaskRow]) -> NewEntry | None:
        return NewEntry(AuditAction.READ_TASKS, rows[0].user_id, 1, f"task {rows[0].id}") if rows else None

    found = await context.rows(select_tasks(read_ids("id", [task_id]), None), AsService(None, recorded))
    return next(iter(found), None)


async def read_place(
    context: Context, task_id: str, user_id: UUID | None, where: TaskConditions, order: TaskOrdering
) -> PlaceOfTask | None:
    """
    The position of a task in a list of the user's tasks; None if the task is not theirs. It is audited since counting
    matches of a filter reveals, word by word, what is in tasks.
    """

    def recorded(rows: list[TaskRow]) -> NewEntry | None:
        if not rows:
            return None
        detail = "; ".join(filter(None, [f"place of task {rows[0].id}", described(where)]))[:MAX_DETAIL]
        return NewEntry(AuditAction.READ_TASKS, rows[0].user_id, 1, detail)

    return await place_task(context, task_id, user_id, where, order, AsService(None, recorded))


def described(where: TaskConditions) -> str:
    """
    The filter in words, for the audit, which is stored forever. It names the filters by users' own text, such as
    prompts and names of models, without the text.
    """
    parts = [
        f"{name}: {', '.join(map(str, value.values() if isinstance(value, dict) else value))}"
        if name in WRITTEN_BY_NOBODY
        else name
        for name, value in where.model_dump(mode="json", exclude_none=True).items()
    ]
    return "; ".join(parts)[:MAX_DETAIL]


async def read_users(
    context: Context, order: UserUsageOrder, last_task_before: datetime | None, window: Window
) -> ListPage[UserUsageRow]:
    """A page of what each user used, or each user without a task since the instant."""
    recorded = window.recorded(None, f"usage, by {order.name}", AuditAction.READ_USER)
    return await list_page(context, user_ranking(order, last_task_before), window, of=AsService(None, recorded))


async def read_user(context: Context, user_id: str) -> UserUsageRow | None:
    """What the user used; None if they never had a task."""
    [user] = read_ids("id", [user_id])

    def recorded(rows: list[UserUsageRow]) -> NewEntry:
        return NewEntry(AuditAction.READ_USER, user, len(rows), "usage")

    return next(iter(await context.rows(USER.bind(user_id=user), AsService(None, recorded))), None)


async def find_audit_entries(context: Context, ids: Sequence[UUID]) -> dict[UUID, AuditRecord]:
    """The audit's entries with these ids, by id, for an administrator; none for another caller."""
    if context.caller.role is not Role.ADMIN:
        return {}
    return {row.id: row for row in await context.rows(ENTRIES_BY_ID.bind(ids=ids), Totals(now=True))}


async def read_failures(context: Context) -> list[FailureRow]:
    """The most frequent recent failures over all users, largest group first."""

    def recorded(failures: list[FailureRow]) -> NewEntry:
        count = sum(failure.tasks for failure in failures)
        return NewEntry(AuditAction.READ_TASKS, None, count, "failures by message and model")

    return await context.rows(FAILURES, AsService(None, recorded), add_failures)
