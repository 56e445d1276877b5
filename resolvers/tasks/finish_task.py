from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID

from opentelemetry import trace

from models.tasks.task import TaskStatus
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import DEADLINE, MAY_BE_LATE_BY, UNFINISHED, update_task
from resolvers.access import Caller, PlanLimits, Role
from resolvers.context import Context
from resolvers.credits.credit_errors import FailureCostsCredits
from resolvers.credits.written_off import log_written_off
from resolvers.exceptions import InvalidInput, OnlyServiceEnds
from resolvers.find_tasks import required_task
from resolvers.images.claimed_keys import ClaimedKeys, attach
from resolvers.images.image_errors import ImageNotFound, UploadNotFound
from resolvers.images.image_inputs import ImageSource
from resolvers.images.inspected_image import inspected
from resolvers.images.origin import Making, origin_of, stored_digests
from resolvers.images.received_image import sent_sha256
from resolvers.images.recorded_image import image_of, images_of
from resolvers.tasks.change_task import change_task, has_value
from resolvers.tasks.task_errors import DeadlineIsReserved, NeedsService, TaskEnded
from resolvers.tasks.task_inputs import Completion, Failure, TaskFailure, TaskResult, TaskUsage

GENERATION = {"gen_ai.operation.name": "generate_content", "gen_ai.output.type": "image"}
Times = Mapping[str, datetime | None]
"""Times of a task by the name of their input field, in their order."""


async def complete_task(context: Context, result: TaskResult) -> TaskRow:
    """Complete the task with all of the images, and return it. If one image is refused, none is stored."""
    values = result.model_dump(exclude={"id", "image", "more_images"}) | {"status": TaskStatus.COMPLETED}
    owner = await context.owner_of(result.id)
    task = await required_task(context, result.id, owner)
    check_start(context.caller, result, task)
    context = await context.under_plan_of(task.user_id)
    if result.credits_deducted is None:
        values["credits_deducted"] = task.credits_reserved or 0
    if task.status not in UNFINISHED and not may_be_late(task):
        return repeated(task, values, await digests_of(context, result, task))
    if task.only_service_ends and context.caller.owner:
        raise OnlyServiceEnds(task_id=task.id)
    making = Making(image_of(task, "original"), task.model_version)
    async with (
        stored_images(context, result, task.user_id, task.id, making) as claimed,
        context.transaction(task.user_id) as transaction,
    ):
        update = update_task(task.id, owner, UNFINISHED, values | claimed.columns)
        closed = await change_task(transaction, update)
        if closed:
            trace_generation(closed)
            await attach(transaction, context, claimed)
            await log_written_off(transaction, closed)
    if closed:
        return closed
    task = await required_task(context, task.id, owner)
    return repeated(task, values, await stored_digests(context, task, claimed.digests))


def sent_images(result: Completion) -> list[tuple[ImageSource, list[str]]]:
    """The images in their order, each with the path to it in the input."""
    if result.image is None:
        return []
    more = [(image, ["input", "moreImages", str(number)]) for number, image in enumerate(result.more_images)]
    return [(result.image, ["input", "image"]), *more]


@asynccontextmanager
async def stored_images(
    context: Context, result: Completion, user_id: UUID, task_id: UUID, making: Making
) -> AsyncGenerator[ClaimedKeys]:
    """
    Store the images, at least one, under keys claimed for the task, labelled and signed if the plan says so. Only one
    image is held here at a time. If one is refused, none is stored.
    """
    (first, field), *more = sent_images(result)
    async with AsyncExitStack() as claims:
        origin = await claims.enter_async_context(origin_of(context, user_id, task_id, making))
        async with inspected(context, first, user_id, field, origin) as image:  # before anything is claimed
            claim = ClaimedKeys(context, "generated", user_id, task_id, 1 + len(more))
            claimed = await claims.enter_async_context(claim)
            await claimed.keys[0].put(context, image)
        for key, (sent, field) in zip(claimed.keys[1:], more, strict=True):
            async with inspected(context, sent, user_id, field, origin) as image:
                await key.put(context, image)
        yield claimed


async def digests_of(context: Context, result: Completion, task: TaskRow) -> list[str | None]:
    """
    The SHA-256 of each image when stored as the task's; None for one that can no longer be found, such as one of a task
    deleted since.
    """
    sent = sent_images(result)
    quick = [await sent_sha256(context, image, task.user_id, field) for image, field in sent]
    digests = await stored_digests(context, task, quick)
    if None not in digests and digests == [image.sha256 for image in images_of(task)]:  # these were inspected before
        return digests
    digests = []
    for image, field in sent:
        try:
            async with inspected(context, image, task.user_id, field) as found:
                digests.append(found.content.sha256)
        except (ImageNotFound, UploadNotFound):
            digests.append(None)
    return await stored_digests(context, task, digests)


async def fail_task(context: Context, failure: TaskFailure) -> TaskRow:
    """
    Fail the task and return it. Raises FailureCostsCredits if it costs credits although its user's plan has prices.
    """
    plan = context.caller.plan
    if failure.credits_deducted:
        task = await required_task(context, failure.id, await context.owner_of(failure.id))
        plan = (await context.under_plan_of(task.user_id)).caller.plan
    check_failure(plan, failure)
    return await end_task(context, failure, TaskStatus.FAILED)


def check_failure(plan: PlanLimits, failure: Failure) -> None:
    """Raise FailureCostsCredits, or DeadlineIsReserved, if a task cannot fail like this."""
    if failure.credits_deducted and plan.credits:
        raise FailureCostsCredits
    if failure.failure_code == DEADLINE:
        raise DeadlineIsReserved


async def cancel_task(context: Context, given_up: TaskUsage) -> TaskRow:
    """Cancel the task and return it; unchanged, if it is already canceled and the input has nothing else."""
    return await end_task(context, given_up, TaskStatus.CANCELED)


async def end_task(context: Context, usage: TaskUsage, status: TaskStatus) -> TaskRow:
    """End the task without images, and return it."""
    owner = await context.owner_of(usage.id)
    if usage.started_at:
        check_start(context.caller, usage, await required_task(context, usage.id, owner))
    values = usage.model_dump(exclude={"id"}) | {"status": status}
    async with context.transaction(owner) as transaction:
        closed = await change_task(transaction, update_task(usage.id, owner, UNFINISHED, values))
    if closed is None and status is TaskStatus.CANCELED:
        values = {name: value for name, value in values.items() if value}
    return closed or repeated(await required_task(context, usage.id, owner), values)


def check_start(caller: Caller, usage: TaskUsage, task: TaskRow) -> None:
    """Raise a refusal if the caller may not say that the task began when `usage` says."""
    times = {"startedAt": usage.started_at}
    check_may_date(caller, times)
    check_order(task.created_at, times)


def check_may_date(caller: Caller, times: Times) -> None:
    """Raise NeedsService if a caller who is not a back end gives a time."""
    for name, time in times.items():
        if time and caller.role is not Role.SERVICE:
            raise NeedsService(field=["input", name])


def check_order(created_at: datetime, times: Times) -> None:
    """Raise InvalidInput for a time before the one that precedes it, first `created_at`, or after now."""
    before, earliest = "createdAt", created_at
    for name, time in times.items():
        if time is None:
            continue
        if time > datetime.now(UTC):
            raise InvalidInput(field=["input", name], reason="Must be in the past")
        if time < earliest:
            reason = f"Must not be before `{before}`, which is {earliest.isoformat()}"
            raise InvalidInput(field=["input", name], reason=reason)
        before, earliest = name, time


def may_be_late(task: TaskRow) -> bool:
    """Whether the task failed by its deadline, so that it may still be completed."""
    return (
        task.failure_code == DEADLINE
        and task.completed_at is not None
        and datetime.now(UTC) - task.completed_at < MAY_BE_LATE_BY
    )


def trace_generation(task: TaskRow) -> None:
    """Describe the generation in the current span, by OpenTelemetry's names; unknown values are left out."""
    described = {
        "gen_ai.request.model": task.model_version,
        "gen_ai.request.choice.count": task.image_count if task.image_count > 1 else None,
        "gen_ai.usage.input_tokens": task.input_tokens,
        "gen_ai.usage.output_tokens": task.output_tokens,
    }
    span = trace.get_current_span()
    for name, value in {**GENERATION, **described}.items():
        if value is not None:
            span.set_attribute(name, value)


def repeated(task: TaskRow, values: Mapping[str, object], digests: Sequence[str | None] = ()) -> TaskRow:
    """
    The ended task, if it ended with these values and images, so that a repeated call returns what the first returned;
    otherwise raises TaskEnded. A digest of None matches any image. The generation time may differ, since a client may
    measure it again.
    """
    stored = [image.sha256 for image in images_of(task)]
    same_images = len(stored) == len(digests) and all(
        given in (None, has) for given, has in zip(digests, stored, strict=True)
    )
    compared = values.keys() - {"generation_time_ms"}
    if not same_images or not all(has_value(task, name, values[name]) for name in compared):
        raise TaskEnded(task=task)
    return task
