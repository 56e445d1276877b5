from datetime import UTC, datetime

from models.tasks.task import TaskType
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import ENDED
from resolvers.access import PlanLimits
from resolvers.credits.credit_errors import CreditsNotInPlan


def reservation(plan: PlanLimits, task_type: TaskType, image_count: int, asked: int | None) -> dict[str, object]:
    """
    The columns of a new task that say how many credits are held for it, and until when; none where the plan keeps no
    credits. `asked` is the number that the task asks for, by default what its images cost. Raises CreditsNotInPlan when
    it asks for credits without a plan that keeps any.
    """
    if plan.credits is None:
        if asked is not None:
            raise CreditsNotInPlan(plan=plan.name)
        return {}
    price = plan.credits.prices.get(task_type, 0) * image_count
    reserved = price if asked is None else asked
    return {"credits_reserved": reserved, "credits_held_until": datetime.now(UTC) + plan.credits.hold}


def credits_held(task: TaskRow) -> int:
    """The credits that are held for the task now; 0 once it has ended, or the time is over for which they are held."""
    if task.status in ENDED or task.credits_held_until is None or task.credits_held_until <= datetime.now(UTC):
        return 0
    return task.credits_reserved or 0
