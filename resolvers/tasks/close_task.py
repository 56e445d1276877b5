from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from uuid import UUID

from asyncpg import CheckViolationError
from opentelemetry import trace

from models.tasks.task import TaskStatus
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import OPEN, update_task
from resolvers.context import Context
from resolvers.credits.written_off import log_written_off
from resolvers.exceptions import FailureCostsCredits, ImageNotFound, OnlyServiceEnds, TaskEnded, UploadNotFound
from resolvers.find_tasks import required_task
from resolvers.images.claimed_keys import claimed_keys
from resolvers.images.image_inputs import ImageSource
from resolvers.images.inspected_image import InspectedImage, inspected
from resolvers.images.recorded_image import images_of
from resolvers.tasks.task_inputs import TaskFailure, TaskResult

GENERATION = {"gen_ai.operation.name": "generate_content", "gen_ai.output.type": "image"}


async def complete_task(context: Context, result: TaskResult) -> TaskRow:
    """Complete the task with all of the images, and return it. When one image is refused, none is kept."""
    values = result.model_dump(exclude={"id", "image", "more_images"}) | {"status": TaskStatus.COMPLETED}
    owner = await context.owner_of(result.id)
    task = await required_task(context, result.id, owner)
    if result.credits_deducted is None:
        values["credits_deducted"] = task.credits_reserved or 0
    if task.only_service_ends and task.status in OPEN and context.caller.owner:
        raise OnlyServiceEnds(task_id=task.id)
    if task.status not in OPEN:
        return repeated(task, values, await digests_of(context, result, task.user_id))
    async with aclosing(each_image(context, result, task.user_id)) as images:
        closed, digests = await complete(context, task, owner, images, 1 + len(result.more_images), values)
    return closed or repeated(await required_task(context, task.id, owner), values, digests)


def sent_images(result: TaskResult) -> list[tuple[ImageSource, list[str]]]:
    """The images in their order, each with the path to it in the input."""
    more = [(image, ["input", "moreImages", str(number)]) for number, image in enumerate(result.more_images)]
    return [(result.image, ["input", "image"]), *more]


async def each_image(context: Context, result: TaskResult, user_id: UUID) -> AsyncGenerator[InspectedImage]:
    """Yield the images in turn. Each is dropped when the next is asked for, so that one at a time is held here."""
    for sent, field in sent_images(result):
        async with inspected(context, sent, user_id, field) as image:
            yield image


async def digests_of(context: Context, result: TaskResult, user_id: UUID) -> list[str | None]:
    """
    The SHA-256 of each image; None for one that can no longer be found under the name that the input gives it, such as
    one of a task deleted since.
    """
    digests: list[str | None] = []
    for sent, field in sent_images(result):
        try:
            async with inspected(context, sent, user_id, field) as image:
                digests.append(image.content.sha256)
        except (ImageNotFound, UploadNotFound):
            digests.append(None)
    return digests


async def complete(
    context: Context,
    task: TaskRow,
    owner: UUID | None,
    images: AsyncGenerator[InspectedImage],
    count: int,
    values: Mapping[str, object],
) -> tuple[TaskRow | None, list[str]]:
    """The task, completed with the images, or None when it has ended meanwhile; and the SHA-256 of each image."""
    first = await anext(images)  # inspected before anything is claimed, since it may be refused
    async with claimed_keys(context, "generated", task.user_id, task.id, count) as claimed:
        await claimed.keys[0].put(context, first)
        for key in claimed.keys[1:]:
            await key.put(context, await anext(images))
        async with context.transaction(task.user_id) as transaction:
            update = update_task(task.id, owner, OPEN, {**values, **claimed.columns})
            closed = await transaction.row(update)
            if closed:
                trace_generation(task.model_version, values)
                await claimed.attach(transaction, context)
                await log_written_off(transaction, closed)
    return closed, claimed.digests


async def fail_task(context: Context, failure: TaskFailure) -> TaskRow:
    """Fail the task and return it. Raises FailureCostsCredits when it should cost some where its plan has prices."""
    if failure.credits_deducted and context.caller.plan.credits:
        raise FailureCostsCredits
    owner = await context.owner_of(failure.id)
    values = failure.model_dump(exclude={"id"}) | {"status": TaskStatus.FAILED}
    async with context.transaction(owner) as transaction:
        try:
            closed = await transaction.row(update_task(failure.id, owner, OPEN, values))
        except CheckViolationError as error:  # the task's plan has prices, whatever the caller's has
            raise FailureCostsCredits from error
    return closed or repeated(await required_task(context, failure.id, owner), values)


def trace_generation(model: str | None, values: Mapping[str, object]) -> None:
    """Describe the generation in the current span, by OpenTelemetry's names; none of these is for all tokens."""
    described = {"gen_ai.request.model": model, "gen_ai.usage.output_tokens": values["tokens_used"]}
    span = trace.get_current_span()
    for name, value in {**GENERATION, **described}.items():
        if isinstance(value, (str, int)):
            span.set_attribute(name, value)


def repeated(task: TaskRow, values: Mapping[str, object], digests: Sequence[str | None] = ()) -> TaskRow:
    """
    The ended task, if it has ended with these values and with images of these SHA-256, so that a repeated call is
    answered like the first one. Raises TaskEnded otherwise. For None, the image that the task has is taken. The time
    that the generation took may differ, since a client that sends a call again may measure again.
    """
    kept = [image.sha256 for image in images_of(task)]
    same_images = len(kept) == len(digests) and all(
        given in (None, has) for given, has in zip(digests, kept, strict=True)
    )
    compared = values.keys() - {"generation_time_ms"}
    if not same_images or any(getattr(task, name) != values[name] for name in compared):
        raise TaskEnded(task=task)
    return task
