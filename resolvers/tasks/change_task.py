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
from models.tasks.task import MAX_METADATA, MAX_PARAMETERS
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import MERGED
from resolvers.credits.credit_errors import FailureCostsCredits, InsufficientCredits
from resolvers.exceptions import InputRefusal, UserNotFound
from resolvers.tasks.task_errors import ExternalIdTaken, TooMuchNoted

RECORDING_ERRORS = (ForeignKeyViolationError, UnknownPostgresError)
INSUFFICIENT = "TR001"
"""The SQLSTATE that task_record.hold_credits raises when too few credits are available; their number is the detail."""


async def change_task(transaction: Transaction, update: BoundStatement[TaskRow]) -> TaskRow | None:
    """The changed task; None when it does not exist, or its status does not allow it. Raises what it is refused for."""
    with refusing_changes():
        return await transaction.row(update)


def recording_refusal(error: PostgresError, reserved: object) -> InputRefusal | None:
    """
    What a statement that records tasks, the first of which has so many credits reserved, is refused for, when it fails
    with one of RECORDING_ERRORS; None when that is no refusal.
    """
    if isinstance(error, ForeignKeyViolationError):  # if another service registers users, as on Supabase
        return UserNotFound()
    if error.sqlstate == INSUFFICIENT:
        return InsufficientCredits(reserved=reserved, available=int(error.detail))
    return None


@contextmanager
def refusing_changes() -> Iterator[None]:
    """Surrounds a statement that changes tasks, and raises what PostgreSQL refuses it for."""
    try:
        yield
    except UniqueViolationError as error:
        raise ExternalIdTaken from error
    except CheckViolationError as error:
        match error.constraint_name:
            case "user_task_history_parameters_check":
                raise TooMuchNoted(field=["input", "parameters"], limit=MAX_PARAMETERS) from error
            case "user_task_history_metadata_check":
                raise TooMuchNoted(field=["input", "metadata"], limit=MAX_METADATA) from error
            case "user_task_history_failed_check":  # the task's plan has prices, whatever the caller's has
                raise FailureCostsCredits from error
        raise


def has_value(task: TaskRow, name: str, value: object) -> bool:
    """Whether a change of the column to the value would leave the task as it is, as far as it is still known."""
    if name == "external_id":
        return value in (None, task.external_id)
    if name not in MERGED:
        return bool(getattr(task, name) == value)
    if value is None or task.prompt_removed_at:
        return True
    kept = orjson.loads(getattr(task, name) or "{}")
    return all(key in kept and kept[key] == one for key, one in orjson.loads(str(value)).items())
