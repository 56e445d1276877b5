from models.tasks.task import TaskStatus
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import update_task
from resolvers.context import Context
from resolvers.exceptions import TaskNotPending
from resolvers.find_tasks import required_task
from resolvers.tasks.task_inputs import TaskReference


async def start_task(context: Context, task: TaskReference) -> TaskRow:
    """
    Set a pending task to processing and return it; what a back end starts, only a back end ends. Raises TaskNotPending
    for one in another state.
    """
    owner = await context.owner_of(task.id)
    values: dict[str, object] = {"status": TaskStatus.PROCESSING}
    if context.caller.owner is None:
        values["only_service_ends"] = True
    start = update_task(task.id, owner, [TaskStatus.PENDING], values)
    async with context.transaction(owner) as transaction:
        started = await transaction.row(start)
    if started is None:
        found = await required_task(context, task.id, owner)
        raise TaskNotPending(status=found.status)
    return started
