from collections.abc import Iterator
from contextlib import contextmanager

import orjson
from asyncpg import (
    CheckViolationError,
    ForeignKeyViolationError,
    PostgresError,
    UniqueViolationError,
    UnknownPostgresError,
)

from models.database import Transaction
from models.statement import BoundStatement
from models.tasks.task import MAX_METADATA, MAX_PARAMETERS, TaskStatus
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import MERGED, RETAINED, UNFINISHED, update_task
from resolvers.context import Context
from resolvers.credits.credit_errors import FailureCostsCredits, InsufficientCredits
from resolvers.exceptions import InputRefusal, OnlyServiceEnds, UserNotFound
from resolvers.find_tasks import required_task
from resolvers.images.claimed_keys import ClaimedKeys, attach
from resolvers.images.image_inputs import OriginalImage
from resolvers.images.inspected_image import inspected
from resolvers.tasks.task_errors import ExternalIdTaken, MergedJsonTooLarge, TaskEnded
from resolvers.tasks.task_inputs import TaskStart

RECORDING_ERRORS = (ForeignKeyViolationError, UnknownPostgresError)
INSUFFICIENT = "TR001"
"""The SQLSTATE of task_record.hold_credits when too few credits are available; the detail is their number."""


async def change_task(transaction: Transaction, update: BoundStatement[TaskRow]) -> TaskRow | None:
    """The changed task; None if it does not exist, or its status does not allow the change. Raises refusals."""
    with refusing_changes():
        return await transaction.row(update)


def recording_refusal(error: PostgresError, reserved: object) -> InputRefusal | None:
    """
    The refusal for an error of RECORDING_ERRORS of a statement that records tasks; None if there is none. `reserved` is
    the number of credits that the first task reserves.
    """
    if isinstance(error, ForeignKeyViolationError):  # if another service registers users, as on Supabase
        return UserNotFound()
    if error.sqlstate == INSUFFICIENT:
        return InsufficientCredits(reserved=reserved, available=int(error.detail))
    return None


@contextmanager
def refusing_changes() -> Iterator[None]:
    """Surrounds a statement that changes tasks, and raises PostgreSQL's reasons as refusals."""
    try:
        yield
    except UniqueViolationError as error:
        raise ExternalIdTaken from error
    except CheckViolationError as error:
        match error.constraint_name:
            case "user_task_history_parameters_check":
                raise MergedJsonTooLarge(field=["input", "parameters"], limit=MAX_PARAMETERS) from error
            case "user_task_history_metadata_check":
                raise MergedJsonTooLarge(field=["input", "metadata"], limit=MAX_METADATA) from error
            case "user_task_history_failed_check":  # the task's plan has prices, whatever the caller's has
                raise FailureCostsCredits from error
        raise


def has_value(task: TaskRow, name: str, value: object) -> bool:
    """Whether changing the column to the value would leave the task as it is, as far as that is still known."""
    if value is None and name in RETAINED:
        return True
    if name not in MERGED:
        return bool(getattr(task, name) == value)
    if task.prompt_removed_at:
        return True
    stored = orjson.loads(getattr(task, name) or "{}")
    return all(key in stored and stored[key] == one for key, one in orjson.loads(str(value)).items())


async def start_task(context: Context, task: TaskStart) -> TaskRow:
    """
    Set a pending task to processing and return it; only a back end ends a task that a back end started. A task that is
    already started is returned if it has these values. Raises TaskEnded.
    """
    owner = await context.owner_of(task.id)
    by_service = context.caller.owner is None
    given = task.model_dump(exclude={"id"})
    values = {"status": TaskStatus.PROCESSING, **given}
    if by_service:
        values["only_service_ends"] = True
    for when in ([TaskStatus.PENDING], UNFINISHED):
        async with context.transaction(owner) as transaction:
            started = await change_task(transaction, update_task(task.id, owner, when, values))
        if started:
            return started
        found = await required_task(context, task.id, owner)
        if found.status not in UNFINISHED:
            break
        if found.status == TaskStatus.PROCESSING and (found.only_service_ends or not by_service):
            if all(has_value(found, *pair) for pair in given.items()):
                return found
            if not by_service and found.only_service_ends:
                raise OnlyServiceEnds(task_id=task.id)
    raise TaskEnded(task=found)


async def upload_original_image(context: Context, original: OriginalImage) -> TaskRow:
    """
    Attach the image, in place of an earlier one, and return the task. Sending the same image again changes nothing.
    """
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
