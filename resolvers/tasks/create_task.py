import json
from collections.abc import Awaitable, Callable, Set
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from uuid import UUID, uuid4

from models.claims import claims_of
from models.database import Transaction
from models.statement import BoundStatement
from models.statistics.totals import MOST_TASKS_OF_MONTHS
from models.tasks.task_row import RULES, TaskRow
from models.tasks.task_statements import insert_task
from resolvers.access import PlanLimits, Role
from resolvers.context import Context
from resolvers.credits.reservation import reservation
from resolvers.find_tasks import find_task
from resolvers.images.claimed_keys import ClaimedKeys, attach
from resolvers.images.image_errors import ImageNotFound, UploadNotFound
from resolvers.images.inspected_image import inspected
from resolvers.images.received_image import InspectedImage, sent_sha256
from resolvers.lineage.record_sources import record_sources
from resolvers.tasks.change_task import RECORDING_ERRORS, recording_refusal
from resolvers.tasks.task_errors import CreatedAtNotPast, DeadlineNotSoon, ExternalIdTaken, TaskIdTaken, TasksUsedUp
from resolvers.tasks.task_inputs import NewTask

ORIGINAL = ["input", "originalImage"]
STORED = {name for name, rules in RULES.items() if rules.given == "recording"} - {"id", "credits_reserved"}
"""The columns that are stored as the input has them, if it has them."""
MAX_DEADLINE = timedelta(days=30)
MAX_AGE_DAYS = 365 * 50
"""The age that a task may have if the plan retains tasks forever."""


async def create_task(context: Context, task: NewTask) -> TaskRow:
    """Record the task and return it; its current state, if the same call recorded it before."""
    user_id = task.user_id or context.caller.id
    context.caller.check_may_act_for(user_id, "Recording a task for someone else")
    if task.created_at:
        context.caller.check_may("Recording a task of the past", Role.SERVICE)
    context = await context.under_plan_of(user_id)
    context.caller.plan.check_includes(task.task_type)
    found = await find_task(context, user_id, task.id, task.external_id)
    async with AsyncExitStack() as stack:
        digest, image = await digest_of(context, task, user_id, found, stack)
        created = same_task(found, task, digest) or await insert(context, task, user_id, digest, image, stack)
    if created is None:  # the same call was recorded meanwhile, or an id is taken
        named = await find_task(context, user_id, task.id) or await find_task(context, user_id, None, task.external_id)
        created = same_task(named, task, digest)
    if created is None:
        raise TaskIdTaken
    return created


async def insert(
    context: Context, task: NewTask, user_id: UUID, digest: str, image: InspectedImage | None, stack: AsyncExitStack
) -> TaskRow | None:
    """
    Record the task with its image and sources, and return it; None if its id or external id is taken. `stack` ends the
    transaction, and then the claim on the image.
    """
    check_times(context.caller.plan, task)
    task_id = task.id or uuid4()
    values = new_values(context, task, user_id, digest) | {"id": task_id}
    if not (image or task.sources or context.caller.plan.max_tasks_per_month is not None):
        return await record(context, values, partial(context.write, of=user_id))
    claims = []
    if image:
        claims = [await stack.enter_async_context(ClaimedKeys(context, "original", user_id, task_id))]
        await claims[0].keys[0].put(context, image)
        values |= claims[0].columns
    transaction = await stack.enter_async_context(context.transaction(user_id))
    created = await record(context, values, transaction.rows)
    if created:
        await check_tasks_of_months(context.caller.plan, transaction, user_id, {task.created_at})
        if task.sources:
            await record_sources(transaction, [(created, task.sources)])
        await attach(transaction, context, *claims)
    return created


async def record(
    context: Context, values: dict[str, object], run: Callable[[BoundStatement[TaskRow]], Awaitable[list[TaskRow]]]
) -> TaskRow | None:
    """Have `run` record a task with these values, by column, and return it; None if one of its ids is taken."""
    caller = context.caller
    claims = claims_of(caller.id, caller.database_role)
    try:
        recorded = await run(insert_task(values, claims, caller.seen_plan, caller.plan_issued_at))
    except RECORDING_ERRORS as error:
        raise recording_refusal(error, values.get("credits_reserved")) or error from error
    return recorded[0] if recorded else None


def new_values(context: Context, task: NewTask, user_id: UUID, digest: str) -> dict[str, object]:
    """The values of a new task by column, without its id and its image. Raises CreditsNotInPlan."""
    caller = context.caller
    values = task.model_dump(include=STORED if task.created_at else STORED - {"created_at"})
    values |= reservation(caller.plan, task.task_type, task.image_count, task.credits_reserved)
    values |= {"user_id": user_id, "input_sha256": digest}
    values["only_service_ends"] = caller.owner is None or not caller.plan.users_end_tasks
    return values


def same_task(recorded: TaskRow | None, task: NewTask, digest: str) -> TaskRow | None:
    """The task recorded before, if any. Raises a refusal if it was recorded with another input."""
    if recorded and recorded.input_sha256 != digest:
        raise (TaskIdTaken if recorded.id == task.id else ExternalIdTaken)(task=recorded)
    return recorded


async def digest_of(
    context: Context, task: NewTask, user_id: UUID, recorded: TaskRow | None, images: AsyncExitStack
) -> tuple[str, InspectedImage | None]:
    """
    The digest of the input and, while `images` lasts, its image. The image is not inspected if the recorded task has
    the same one. If it can no longer be found, such as one of a deleted task, the recorded task's image is assumed.
    """
    if task.original_image is None:
        return input_sha256(task, user_id, None), None
    same = recorded.original_sha256 if recorded else None
    digest = input_sha256(task, user_id, same)
    is_recorded = recorded is not None and digest == recorded.input_sha256
    if is_recorded and await sent_sha256(context, task.original_image, user_id, ORIGINAL) == same:
        return digest, None
    try:
        image = await images.enter_async_context(inspected(context, task.original_image, user_id, ORIGINAL))
    except (ImageNotFound, UploadNotFound):
        if is_recorded:
            return digest, None
        raise
    return input_sha256(task, user_id, image.content.sha256), image


def input_sha256(task: NewTask, user_id: UUID, image: str | None) -> str:
    """
    The SHA-256, in hexadecimal, of the whole input with that of its image. Fields with their default are left out, so
    that future fields do not change the digest.
    """
    given = task.model_dump(mode="json", exclude={"original_image", "user_id"}, exclude_defaults=True)
    return sha256(json.dumps([given, str(user_id), image]).encode()).hexdigest()


def check_times(plan: PlanLimits, task: NewTask) -> None:
    """Raise a refusal if the task may not have its deadline or its time of creation."""
    now = datetime.now(UTC)
    if task.deadline and not now < task.deadline <= now + MAX_DEADLINE:
        raise DeadlineNotSoon
    days = plan.retention_days
    if task.created_at and not (now - timedelta(days or MAX_AGE_DAYS) <= task.created_at <= now):
        within = f", within the {days:,} days for which the plan {plan.name} retains tasks" if days else ""
        raise CreatedAtNotPast(within=within)


async def check_tasks_of_months(
    plan: PlanLimits, transaction: Transaction, user_id: UUID, created_at: Set[datetime | None]
) -> None:
    """
    Raise TasksUsedUp if the user has more tasks than the plan allows in a month of these times, None for now. Exact
    under concurrent calls: this transaction counted its tasks in the totals, and so holds their lock.
    """
    if plan.max_tasks_per_month is None:
        return
    [most] = await transaction.rows(MOST_TASKS_OF_MONTHS.bind(user_id=user_id, instants=[*created_at]))
    if most.number > plan.max_tasks_per_month:
        raise TasksUsedUp(plan=plan.name, limit=plan.max_tasks_per_month, used=most.number - 1)
