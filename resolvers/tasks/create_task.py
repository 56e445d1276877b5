import json
from contextlib import AsyncExitStack
from hashlib import sha256
from uuid import UUID, uuid4

from asyncpg import ForeignKeyViolationError, UnknownPostgresError

from models.database import Transaction
from models.statistics.totals import select_totals
from models.statistics.user_task_statistics import StatisticsPeriod
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import insert_task
from resolvers.access import PlanLimits
from resolvers.context import Context
from resolvers.credits.reservation import insufficient, reservation
from resolvers.exceptions import (
    ImageNotFound,
    TaskIdTaken,
    TasksUsedUp,
    TaskTypeNotInPlan,
    UploadNotFound,
    UserNotFound,
)
from resolvers.find_tasks import find_tasks
from resolvers.images.claimed_keys import claimed_keys
from resolvers.images.inspected_image import InspectedImage, inspected
from resolvers.lineage.record_sources import record_sources
from resolvers.tasks.task_inputs import NewTask


async def create_task(context: Context, task: NewTask) -> TaskRow:
    """Record the task and return it; as it is by now, when the same call has recorded it before."""
    user_id = task.user_id or context.caller.id
    context.caller.check_may_record_for(user_id)
    check_type(context.caller.plan, task)
    async with AsyncExitStack() as stack:
        image = None
        if task.original_image:
            field = ["input", "originalImage"]
            try:
                image = await stack.enter_async_context(inspected(context, task.original_image, user_id, field))
            except (ImageNotFound, UploadNotFound):
                if recorded := await recorded_with_image(context, task, user_id):
                    return recorded
                raise
        digest = input_sha256(task, user_id, image.content.sha256 if image else None)
        if task.id and (recorded := await recorded_before(context, task.id, user_id, digest)):
            return recorded
        created = await insert(context, task, user_id, image, digest)
    if created is None and task.id:  # the same call was recorded meanwhile, or the id is someone else's
        created = await recorded_before(context, task.id, user_id, digest)
    if created is None:
        raise TaskIdTaken
    return created


async def insert(
    context: Context, task: NewTask, user_id: UUID, image: InspectedImage | None, digest: str
) -> TaskRow | None:
    """Record the task with its image and sources, and return it; None when the id is taken."""
    task_id = task.id or uuid4()
    values = task.model_dump(exclude={"original_image", "credits_reserved", "sources"})
    values |= reservation(context.caller.plan, task.task_type, task.image_count, task.credits_reserved)
    values |= {"id": task_id, "user_id": user_id, "input_sha256": digest}
    values["only_service_ends"] = context.caller.owner is None or not context.caller.plan.users_end_tasks
    async with AsyncExitStack() as stack:
        if image:
            claimed = await stack.enter_async_context(claimed_keys(context, "original", user_id, task_id))
            await claimed.keys[0].put(context, image)
            values |= claimed.columns
        transaction = await stack.enter_async_context(context.transaction(user_id))
        try:
            created = await transaction.row(insert_task(values, context.caller.seen_plan))
        except ForeignKeyViolationError as error:
            raise UserNotFound from error  # if another service registers users, as on Supabase
        except UnknownPostgresError as error:
            raise insufficient(error, values["credits_reserved"]) or error from error
        if created:
            await check_tasks_this_month(context.caller.plan, transaction, user_id)
        if created and task.sources:
            await record_sources(transaction, created, task.sources)
        if created and image:
            await claimed.attach(transaction, context)
    return created


async def recorded_before(context: Context, task_id: UUID, user_id: UUID, digest: str) -> TaskRow | None:
    """The task of this id, if there is one. Raises TaskIdTaken when it was recorded with another input."""
    [task] = await find_tasks(context, [task_id], user_id)
    if task and task.input_sha256 != digest:
        raise TaskIdTaken(task=task)
    return task


async def recorded_with_image(context: Context, task: NewTask, user_id: UUID) -> TaskRow | None:
    """
    The task, if it was recorded before with the same input. It is for an image that can no longer be found under the
    name that the input gives it, such as one of a task deleted since: the image that the task has is taken for it.
    """
    [recorded] = await find_tasks(context, [task.id], user_id) if task.id else [None]
    if recorded and input_sha256(task, user_id, recorded.original_sha256) == recorded.input_sha256:
        return recorded
    return None


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


async def check_tasks_this_month(plan: PlanLimits, transaction: Transaction, user_id: UUID) -> None:
    """
    Raise TasksUsedUp when the user's tasks this month are more than the plan allows. Exact under concurrent calls: this
    transaction has counted its task in the total, and so holds its lock.
    """
    if plan.max_tasks_per_month is not None:
        [totals] = await transaction.rows(select_totals(user_id, StatisticsPeriod.MONTH, {"total_tasks"}))
        if totals.total_tasks > plan.max_tasks_per_month:
            raise TasksUsedUp(plan=plan.name, limit=plan.max_tasks_per_month, used=totals.total_tasks - 1)
