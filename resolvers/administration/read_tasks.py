from datetime import datetime
from uuid import UUID

from models.tasks.task_conditions import TaskConditions
from models.tasks.task_list import TaskOrderField, TaskOrdering, task_list
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import select_tasks
from resolvers.administration.note_reading import note_reading
from resolvers.arguments import read_ids
from resolvers.context import Context, Info
from resolvers.exceptions import BadUserInput
from resolvers.paging import ListPage, Window, beginning, list_page

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
    window = beginning(tasks, window, starting_at)
    if user_id is None and order.field is not TaskOrderField.CREATED_AT:
        raise BadUserInput("`orderBy`: the tasks of all users come in the order of CREATED_AT alone; give a `userId`.")
    page = await list_page(info.context.as_administrator(), tasks, window, info.columns)
    await note_reading(info.context, user_id, len(page.nodes), described(where))
    return page


async def read_task(context: Context, task_id: str) -> TaskRow | None:
    """Any user's task; None when there is none. The administrator's reading is recorded in the audit."""
    task = await context.as_administrator().row(select_tasks(read_ids("id", [task_id]), None))
    if task:
        await note_reading(context, task.user_id, 1, f"task {task.id}")
    return task


def described(where: TaskConditions) -> str:
    """The filter in words, for the audit. Of a search it says only that there was one, since prompts are private."""
    fields = where.model_dump(mode="json", exclude_none=True, exclude={"search"})
    parts = [
        f"{name}: {', '.join(map(str, value.values() if name == 'created_at' else value))}"
        for name, value in fields.items()
    ]
    return "; ".join([*parts, *(["search"] if where.search else [])])[:MAX_DETAIL]
