from typing import Any

from sqlalchemy import Row

from models.tasks import task_statements as tasks
from models.tasks.task import TaskStatus
from resolvers.arguments import read_input
from resolvers.context import Context
from resolvers.exceptions import TaskEnded
from resolvers.images.claimed_image import stored
from resolvers.images.received_image import ReceivedImage, received
from resolvers.inputs import ClosingInput, FailTaskInput
from resolvers.tasks.find_tasks import required_task


async def complete_task(context: Context, source: Any) -> Row[Any]:
    result = read_input(ClosingInput, source)
    values = result.model_dump(exclude={"id"}) | {"status": TaskStatus.COMPLETED}
    task = await required_task(context, result.id)
    async with received(context, source.image, ["input", "image"]) as image:
        closed = task.status in tasks.OPEN and await complete(context, task, image, values)
        values["generated_sha256"] = image.content.sha256
    return closed or repeated(await required_task(context, task.id), values)


async def complete(context: Context, task: Row[Any], image: ReceivedImage, values: dict[str, Any]) -> Row[Any] | None:
    async with (
        stored(context, image, "generated", task.user_id, task.id) as generated,
        context.transaction() as transaction,
    ):
        closed: Row[Any] | None = await transaction.row(
            *tasks.change(task.id, context.owner, tasks.OPEN, values | generated.columns)
        )
        if closed:
            await generated.attach(transaction, context)
    return closed


async def fail_task(context: Context, source: object) -> Row[Any]:
    result = read_input(FailTaskInput, source)
    values = result.model_dump(exclude={"id"}) | {"status": TaskStatus.FAILED}
    async with context.transaction() as transaction:
        closed = await transaction.row(*tasks.change(result.id, context.owner, tasks.OPEN, values))
    return closed or repeated(await required_task(context, result.id), values)


def repeated(task: Row[Any], values: dict[str, Any]) -> Row[Any]:
    """The ended task, if it ended just so; a call that was repeated is answered as it was the first time."""
    if any(getattr(task, name) != value for name, value in values.items()):
        raise TaskEnded(status=task.status)
    return task
