from typing import Any

from sqlalchemy import Row

from models.tasks import task_statements as tasks
from resolvers.arguments import read_input
from resolvers.context import Context
from resolvers.exceptions import TaskEnded
from resolvers.images.claimed_image import stored
from resolvers.images.received_image import received
from resolvers.inputs import TaskInput
from resolvers.tasks.find_tasks import required_task


async def upload_original_image(context: Context, source: Any) -> Row[Any]:
    task = await required_task(context, read_input(TaskInput, source).id)
    async with received(context, source.image, ["input", "image"]) as image:
        if image.content.sha256 == task.original_sha256:
            return task
        if task.status not in tasks.OPEN:
            raise TaskEnded(status=task.status)
        async with (
            stored(context, image, "original", task.user_id, task.id) as original,
            context.transaction() as transaction,
        ):
            changed: Row[Any] | None = await transaction.row(
                *tasks.change(task.id, context.owner, tasks.OPEN, original.columns)
            )
            if changed:
                await original.attach(transaction, context)
                return changed
    ended = await required_task(context, task.id)
    raise TaskEnded(status=ended.status)
