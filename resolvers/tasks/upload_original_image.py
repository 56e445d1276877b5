from models.tasks.task_row import TaskRow
from models.tasks.task_statements import UNFINISHED, update_task
from resolvers.context import Context
from resolvers.find_tasks import required_task
from resolvers.images.claimed_keys import ClaimedKeys, attach
from resolvers.images.image_inputs import OriginalImage
from resolvers.images.inspected_image import inspected
from resolvers.tasks.task_errors import TaskEnded


async def upload_original_image(context: Context, original: OriginalImage) -> TaskRow:
    """Attach the image, in place of an earlier one, and return the task. The same image once more changes nothing."""
    owner = await context.owner_of(original.id)
    task = await required_task(context, original.id, owner)
    context = await context.under_plan_of(task.user_id)
    async with inspected(context, original.image, task.user_id, ["input", "image"]) as image:
        if image.content.sha256 == task.original_sha256:
            return task
        if task.status not in UNFINISHED:
            raise TaskEnded(task=task)
        async with ClaimedKeys(context, "original", task.user_id, task.id) as claimed:
            await claimed.keys[0].put(context, image)
            async with context.transaction(task.user_id) as transaction:
                changed = await transaction.row(update_task(task.id, owner, UNFINISHED, claimed.columns))
                if changed:
                    await attach(transaction, context, claimed)
                    return changed
    raise TaskEnded(task=await required_task(context, task.id, owner))
