from datetime import datetime
from uuid import UUID

from models.tasks.task_conditions import TaskConditions
from models.tasks.task_list import TaskOrderField, TaskOrdering, task_list
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import select_tasks
from resolvers.arguments import read_ids
from resolvers.context import Context, Info
from resolvers.exceptions import BadUserInput
from resolvers.paging import ListPage, Window, beginning, list_page
from resolvers.reading import AsService, AuditNote

MAX_DETAIL = 500


async def read_tasks(
    info: Info,
    user_id: UUID | None,
    where: TaskConditions,
    order: TaskOrdering,
    window: Window,
    starting_at: datetime | None,
) -> ListPage[TaskRow]:
    """A page of the tasks of a user, or of all users. The administrator's reading is recorded in the audit."""
    tasks = task_list(user_id, where, order)
    if starting_at:
        window = beginning(tasks, window, starting_at)
    if user_id is None and order.field is not TaskOrderField.CREATED_AT:
        raise BadUserInput("`orderBy`: the tasks of all users come in the order of CREATED_AT alone; give a `userId`.")
    of = AsService(None, window.recorded(user_id, described(where)))
    return await list_page(info.context, tasks, window, info.columns, of)


async def read_task(context: Context, task_id: str) -> TaskRow | None:
    """Any user's task; None when there is none. The administrator's reading is recorded in the audit."""

    def recorded(rows: list[TaskRow]) -> AuditNote | None:
        return AuditNote(rows[0].user_id, 1, f"task {rows[0].id}") if rows else None

    found = await context.rows(select_tasks(read_ids("id", [task_id]), None), AsService(None, recorded))
    return next(iter(found), None)


def described(where: TaskConditions) -> str:
    """The filter in words, for the audit. Of a search it says only that there was one, since prompts are private."""
    fields = where.model_dump(mode="json", exclude_none=True, exclude={"search"})
    parts = [
        f"{name}: {', '.join(map(str, value.values() if name == 'created_at' else value))}"
        for name, value in fields.items()
    ]
    return "; ".join([*parts, *(["search"] if where.search else [])])[:MAX_DETAIL]
