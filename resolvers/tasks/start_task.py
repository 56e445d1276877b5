from typing import Any

from sqlalchemy import Row

from models.tasks import task_statements as tasks
from models.tasks.task import TaskStatus
from resolvers.arguments import read_input
from resolvers.context import Context
from resolvers.exceptions import TaskNotPending
from resolvers.inputs import TaskInput
from resolvers.tasks.find_tasks import required_task


async def start_task(context: Context, source: object) -> Row[Any]:
    task_id = read_input(TaskInput, source).id
    change = tasks.change(task_id, context.owner, [TaskStatus.PENDING], {"status": TaskStatus.PROCESSING})
    async with context.transaction() as transaction:
        started: Row[Any] | None = await transaction.row(*change)
    if started is None:
        task = await required_task(context, task_id)
        raise TaskNotPending(status=task.status)
    return started
