import json
from contextlib import AsyncExitStack
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from asyncpg import ForeignKeyViolationError
from sqlalchemy import Row

from models.database import Transaction
from models.statistics import totals as periods
from models.statistics.user_task_statistics import StatisticsPeriod
from models.tasks import task_statements as tasks
from resolvers.access import Role
from resolvers.arguments import read_input
from resolvers.context import Context
from resolvers.exceptions import Forbidden, TaskIdTaken, TasksUsedUp, TaskTypeNotInPlan, UserNotFound
from resolvers.images.claimed_image import stored
from resolvers.images.received_image import ReceivedImage, received
from resolvers.inputs import CreateTaskInput
from resolvers.tasks.find_tasks import find_tasks


async def create_task(context: Context, source: Any) -> Row[Any]:
    task = read_input(CreateTaskInput, source)
    user_id = task.user_id or context.viewer.id
    if user_id != context.viewer.id and context.viewer.role is not Role.SERVICE:
        raise Forbidden("Recording a task for someone else needs the SERVICE role.")
    check_type(context, task)
    async with AsyncExitStack() as stack:
        image = None
        if source.original_image:
            field = ["input", "originalImage"]
            image = await stack.enter_async_context(received(context, source.original_image, field))
        digest = input_sha256(task, user_id, image)
        if task.id and (recorded := await recorded_before(context, task.id, digest)):
            return recorded
        created = await insert(context, task, user_id, image, digest)
    if created is None and task.id:  # the same call came first, meanwhile, or the id is someone else's
        created = await recorded_before(context, task.id, digest)
    if created is None:
        raise TaskIdTaken
    return created


async def insert(
    context: Context, task: CreateTaskInput, user_id: UUID, image: ReceivedImage | None, digest: str
) -> Row[Any] | None:
    """None when the id is taken."""
    values = task.model_dump() | {"id": task.id or uuid4(), "user_id": user_id, "input_sha256": digest}
    async with AsyncExitStack() as stack:
        if image:
            original = await stack.enter_async_context(stored(context, image, "original", user_id, values["id"]))
            values |= original.columns
        transaction = await stack.enter_async_context(context.transaction())
        try:
            created: Row[Any] | None = await transaction.row(*tasks.create(values))
        except ForeignKeyViolationError as error:
            raise UserNotFound from error  # where someone else registers users, as on Supabase
        if created:
            await check_tasks_this_month(context, transaction, user_id)
        if created and image:
            await original.attach(transaction, context)
    return created


async def recorded_before(context: Context, task_id: UUID, digest: str) -> Row[Any] | None:
    [task] = await find_tasks(context, [task_id])
    if task and task.input_sha256 != digest:
        raise TaskIdTaken
    return task


def input_sha256(task: CreateTaskInput, user_id: UUID, image: ReceivedImage | None) -> str:
    asked = [*task.model_dump(mode="json").values(), str(user_id), image and image.content.sha256]
    return sha256(json.dumps(asked).encode()).hexdigest()


def check_type(context: Context, task: CreateTaskInput) -> None:
    plan = context.viewer.plan
    if task.task_type not in plan.task_types:
        included = ", ".join(kind.name for kind in plan.task_types)
        raise TaskTypeNotInPlan(plan=plan.name, task_type=task.task_type.name, included=included)


async def check_tasks_this_month(context: Context, transaction: Transaction, user_id: UUID) -> None:
    """Exact under concurrent calls: the total, this task included, is locked by this transaction by now."""
    plan = context.viewer.plan
    if plan.max_tasks_per_month is not None:
        totals = await transaction.row(*periods.totals(user_id, StatisticsPeriod.MONTH, {"total_tasks"}))
        if totals.total_tasks > plan.max_tasks_per_month:
            raise TasksUsedUp(plan=plan.name, limit=plan.max_tasks_per_month)
