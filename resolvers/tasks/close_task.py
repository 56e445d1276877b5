from collections.abc import Mapping

from models.tasks.task import TaskStatus
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import OPEN, update_task
from resolvers.context import Context
from resolvers.exceptions import TaskEnded
from resolvers.images.claimed_image import claimed
from resolvers.images.received_image import ReceivedImage, received
from resolvers.tasks.find_tasks import required_task
from resolvers.tasks.task_inputs import TaskFailure, TaskResult


async def complete_task(context: Context, result: TaskResult) -> TaskRow:
    values = result.model_dump(exclude={"id", "image"}) | {"status": TaskStatus.COMPLETED}
    task = await required_task(context, result.id)
    async with received(context, result.image, task.user_id, ["input", "image"]) as image:
        closed = await complete(context, task, image, values) if task.status in OPEN else None
        values["generated_sha256"] = image.content.sha256
    return closed or repeated(await required_task(context, task.id), values)


async def complete(
    context: Context, task: TaskRow, image: ReceivedImage, values: Mapping[str, object]
) -> TaskRow | None:
    """The task, completed with the image; None when it has ended meanwhile."""
    async with (
        claimed(context, image, "generated", task.user_id, task.id) as claim,
        context.transaction() as transaction,
    ):
        closed = await transaction.row(update_task(task.id, context.caller.owner, OPEN, {**values, **claim.columns}))
        if closed:
            await claim.attach(transaction, context)
    return closed


async def fail_task(context: Context, failure: TaskFailure) -> TaskRow:
    values = failure.model_dump(exclude={"id"}) | {"status": TaskStatus.FAILED}
    async with context.transaction() as transaction:
        closed = await transaction.row(update_task(failure.id, context.caller.owner, OPEN, values))
    return closed or repeated(await required_task(context, failure.id), values)


def repeated(task: TaskRow, values: Mapping[str, object]) -> TaskRow:
    """The ended task, if it has ended with just these values: a repeated call is answered like the first one."""
    if any(getattr(task, name) != value for name, value in values.items()):
        raise TaskEnded(status=task.status)
    return task
