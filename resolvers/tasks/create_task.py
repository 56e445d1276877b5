import json
from collections.abc import Awaitable, Callable, Set
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from uuid import UUID, uuid4

from asyncpg import ForeignKeyViolationError, UnknownPostgresError

from models.claims import claims_of
from models.database import Transaction
from models.statement import BoundStatement
from models.statistics.totals import MONTHS_OF, select_totals
from models.statistics.user_task_statistics import StatisticsPeriod
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import insert_task, select_by_external_id
from resolvers.access import PlanLimits
from resolvers.context import Context
from resolvers.credits.reservation import insufficient, reservation
from resolvers.exceptions import UserNotFound
from resolvers.find_tasks import find_tasks
from resolvers.images.claimed_keys import attach, claimed_keys
from resolvers.images.image_errors import ImageNotFound, UploadNotFound
from resolvers.images.inspected_image import InspectedImage, inspected, sent_sha256
from resolvers.lineage.record_sources import record_sources
from resolvers.tasks.change_task import stored
from resolvers.tasks.task_errors import (
    CreatedAtNotPast,
    DeadlineNotSoon,
    ExternalIdTaken,
    TaskIdTaken,
    TasksUsedUp,
    TaskTypeNotInPlan,
)
from resolvers.tasks.task_inputs import NewTask

ORIGINAL = ["input", "originalImage"]
NOT_STORED = {"id", "original_image", "credits_reserved", "sources"}
MAX_DEADLINE = timedelta(days=30)
MAX_AGE_DAYS = 365 * 50
"""How old a task may be where the plan keeps tasks for ever."""


async def create_task(context: Context, task: NewTask) -> TaskRow:
    """Record the task and return it; as it is by now, when the same call has recorded it before."""
    user_id = task.user_id or context.caller.id
    context.caller.check_may_record_for(user_id)
    if task.created_at:
        context.caller.check_may_record_past()
    context = await context.under_plan_of(user_id)
    check_type(context.caller.plan, task)
    found = await find_recorded(context, task, user_id)
    async with AsyncExitStack() as images:
        digest, image = await digest_of(context, task, user_id, found, images)
        if recorded := same_task(found, task, digest):
            return recorded
        created = await insert(context, task, user_id, image, digest)
    if created is None:  # the same call was recorded meanwhile, or an id is taken
        created = same_task(await find_recorded(context, task, user_id), task, digest)
    if created is None:
        other = await find_by_external_id(context, task, user_id)
        raise ExternalIdTaken(task=other) if other else TaskIdTaken
    return created


async def insert(
    context: Context, task: NewTask, user_id: UUID, image: InspectedImage | None, digest: str
) -> TaskRow | None:
    """Record the task with its image and sources, and return it; None when its id or its external id is taken."""
    check_times(context.caller.plan, task)
    task_id = task.id or uuid4()
    values = stored(new_values(context, task, user_id, digest)) | {"id": task_id}
    async with AsyncExitStack() as stack:
        if image:
            claimed = await stack.enter_async_context(claimed_keys(context, "original", user_id, task_id))
            await claimed.keys[0].put(context, image)
            values |= claimed.columns
        if not (image or task.sources or context.caller.plan.max_tasks_per_month is not None):
            return await record(context, values, partial(context.write, of=user_id))
        transaction = await stack.enter_async_context(context.transaction(user_id))
        created = await record(context, values, transaction.rows)
        if created:
            await check_tasks_of_months(context.caller.plan, transaction, user_id, {task.created_at})
        if created and task.sources:
            await record_sources(transaction, [(created, task.sources)])
        if created and image:
            await attach(transaction, context, claimed)
    return created


async def record(
    context: Context, values: dict[str, object], run: Callable[[BoundStatement[TaskRow]], Awaitable[list[TaskRow]]]
) -> TaskRow | None:
    """Have `run` record a task with these values, by column, and return it; None when one of its ids is taken."""
    caller = context.caller
    claims = claims_of(caller.id, caller.database_role)
    try:
        recorded = await run(insert_task(values, claims, caller.seen_plan, caller.plan_issued_at))
    except ForeignKeyViolationError as error:
        raise UserNotFound from error  # if another service registers users, as on Supabase
    except UnknownPostgresError as error:
        raise insufficient(error, values["credits_reserved"]) or error from error
    return recorded[0] if recorded else None


def new_values(context: Context, task: NewTask, user_id: UUID, digest: str) -> dict[str, object]:
    """The values of a new task by column, without its id and its image. Raises CreditsNotInPlan."""
    caller = context.caller
    values = task.model_dump(exclude=NOT_STORED if task.created_at else {*NOT_STORED, "created_at"})
    values |= reservation(caller.plan, task.task_type, task.image_count, task.credits_reserved)
    values |= {"user_id": user_id, "input_sha256": digest}
    values["only_service_ends"] = caller.owner is None or not caller.plan.users_end_tasks
    return values


async def find_recorded(context: Context, task: NewTask, user_id: UUID) -> TaskRow | None:
    """The task with the id that the input gives it or, where that is left out, with its external id."""
    if task.id is None:
        return await find_by_external_id(context, task, user_id)
    [recorded] = await find_tasks(context, [task.id], user_id)
    return recorded


async def find_by_external_id(context: Context, task: NewTask, user_id: UUID) -> TaskRow | None:
    found = task.external_id and await context.rows(select_by_external_id(task.external_id, user_id), user_id)
    return found[0] if found else None


def same_task(recorded: TaskRow | None, task: NewTask, digest: str) -> TaskRow | None:
    """The task that was recorded before, if one was. Raises a refusal when it was recorded with another input."""
    if recorded and recorded.input_sha256 != digest:
        raise (TaskIdTaken if task.id else ExternalIdTaken)(task=recorded)
    return recorded


async def digest_of(
    context: Context, task: NewTask, user_id: UUID, recorded: TaskRow | None, images: AsyncExitStack
) -> tuple[str, InspectedImage | None]:
    """
    The digest of the input and, for as long as `images` lasts, its image. The image is not inspected when the task that
    was recorded before has it; which is taken for it, too, when it can no longer be found under the name that the input
    gives it, such as one of a task deleted since.
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
    The SHA-256, in hexadecimal, of the whole input that the task is recorded with, with that of its image. Fields that
    have their default are left out, so that a call has the same digest when the input has more fields one day.
    """
    given = task.model_dump(mode="json", exclude={"original_image", "user_id"}, exclude_defaults=True)
    return sha256(json.dumps([given, str(user_id), image]).encode()).hexdigest()


def check_type(plan: PlanLimits, task: NewTask) -> None:
    """Raise TaskTypeNotInPlan when the plan does not include the task's type."""
    if task.task_type not in plan.task_types:
        included = ", ".join(kind.name for kind in plan.task_types)
        raise TaskTypeNotInPlan(plan=plan.name, task_type=task.task_type.name, included=included)


def check_times(plan: PlanLimits, task: NewTask) -> None:
    """Raise a refusal when the task's deadline or its time of creation is not one that it may have."""
    now = datetime.now(UTC)
    if task.deadline and not now < task.deadline <= now + MAX_DEADLINE:
        raise DeadlineNotSoon
    kept = plan.retention_days
    if task.created_at and not (now - timedelta(kept or MAX_AGE_DAYS) <= task.created_at <= now):
        within = f", within the {kept:,} days for which the plan {plan.name} keeps tasks" if kept else ""
        raise CreatedAtNotPast(within=within)


async def check_tasks_of_months(
    plan: PlanLimits, transaction: Transaction, user_id: UUID, created_at: Set[datetime | None]
) -> None:
    """
    Raise TasksUsedUp when the user's tasks in a month of these times, None for now, are more than the plan allows.
    Exact under concurrent calls: this transaction has counted its tasks in the totals, and so holds their lock.
    """
    if plan.max_tasks_per_month is None:
        return
    instants = [instant for instant in created_at if instant]
    of_past = await transaction.rows(MONTHS_OF.bind(instants=instants)) if instants else []
    months = [*(month.period_date for month in of_past), *([None] if None in created_at else [])]
    for month in months:
        of_month = select_totals(user_id, StatisticsPeriod.MONTH, {"total_tasks"}, month)
        [totals] = await transaction.rows(of_month)
        if totals.total_tasks > plan.max_tasks_per_month:
            raise TasksUsedUp(plan=plan.name, limit=plan.max_tasks_per_month, used=totals.total_tasks - 1)
