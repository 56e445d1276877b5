from datetime import UTC, datetime

from asyncpg import PostgresError

from models.tasks.task_row import TaskRow
from models.tasks.task_statements import ENDED
from resolvers.access import PlanLimits
from resolvers.exceptions import CreditsNotInPlan, InsufficientCredits
from resolvers.tasks.task_inputs import NewTask

INSUFFICIENT = "TR001"
"""The SQLSTATE that task_record.hold_credits raises; its detail is what is available."""


def reservation(plan: PlanLimits, task: NewTask) -> dict[str, object]:
    """The columns of a task that is to be recorded that say what is held for it; none where credits are not kept."""
    if plan.credits is None:
        if task.credits_reserved is not None:
            raise CreditsNotInPlan(plan=plan.name)
        return {}
    price = plan.credits.prices.get(task.task_type, 0) * task.image_count
    reserved = price if task.credits_reserved is None else task.credits_reserved
    return {"credits_reserved": reserved, "credits_held_until": datetime.now(UTC) + plan.credits.hold}


def credits_held(task: TaskRow) -> int:
    """What is held for the task now: of one that has not ended, until it is available again."""
    if task.status in ENDED or task.credits_held_until is None or task.credits_held_until <= datetime.now(UTC):
        return 0
    return task.credits_reserved or 0


def insufficient(error: PostgresError, reserved: object) -> InsufficientCredits | None:
    """What a task is refused with whose recording has failed with `error`; None when that is for another reason."""
    if error.sqlstate != INSUFFICIENT:
        return None
    return InsufficientCredits(reserved=reserved, available=int(error.detail))
