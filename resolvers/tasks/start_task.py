from models.tasks.task import TaskStatus
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import UNFINISHED, update_task
from resolvers.context import Context
from resolvers.exceptions import OnlyServiceEnds
from resolvers.find_tasks import required_task
from resolvers.tasks.change_task import change_task, has_value
from resolvers.tasks.task_errors import TaskEnded
from resolvers.tasks.task_inputs import TaskStart


async def start_task(context: Context, task: TaskStart) -> TaskRow:
    """
    Set a pending task to processing and return it; what a back end starts, only a back end ends. One that is started
    already is returned with what is noted of it. Raises TaskEnded.
    """
    owner = await context.owner_of(task.id)
    by_service = context.caller.owner is None
    noted = task.model_dump(exclude={"id"})
    values = {"status": TaskStatus.PROCESSING, **noted}
    if by_service:
        values["only_service_ends"] = True
    for when in ([TaskStatus.PENDING], UNFINISHED):
        async with context.transaction(owner) as transaction:
            started = await change_task(transaction, update_task(task.id, owner, when, values))
        if started:
            return started
        found = await required_task(context, task.id, owner)
        if found.status not in UNFINISHED:
            break
        if found.status == TaskStatus.PROCESSING and (found.only_service_ends or not by_service):
            if all(has_value(found, *pair) for pair in noted.items()):
                return found
            if not by_service and found.only_service_ends:
                raise OnlyServiceEnds(task_id=task.id)
    raise TaskEnded(task=found)
