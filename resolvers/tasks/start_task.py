from models.tasks.task import TaskStatus
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import OPEN, update_task
from resolvers.context import Context
from resolvers.exceptions import TaskEnded
from resolvers.find_tasks import required_task
from resolvers.tasks.task_inputs import TaskReference


async def start_task(context: Context, task: TaskReference) -> TaskRow:
    """
    Set a pending task to processing and return it; what a back end starts, only a back end ends. One that is started
    already is returned as it is. Raises TaskEnded.
    """
    owner = await context.owner_of(task.id)
    by_service = context.caller.owner is None
    values: dict[str, object] = {"status": TaskStatus.PROCESSING}
    if by_service:
        values["only_service_ends"] = True
    for when in ([TaskStatus.PENDING], OPEN):
        async with context.transaction(owner) as transaction:
            started = await transaction.row(update_task(task.id, owner, when, values))
        if started:
            return started
        found = await required_task(context, task.id, owner)
        if found.status not in OPEN:
            break
        if found.status == TaskStatus.PROCESSING and (found.only_service_ends or not by_service):
            return found
    raise TaskEnded(task=found)
