from datetime import UTC, datetime

from models.tasks.task import TaskType
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import ENDED
from resolvers.access import PlanLimits
from resolvers.credits.credit_errors import CreditsNotInPlan


def reservation(plan: PlanLimits, task_type: TaskType, image_count: int, asked: int | None) -> dict[str, object]:
    """
    The columns of a new task for the credits held for it, and until when; none if the plan has no credits. By default
    its images' price is held. Raises CreditsNotInPlan if the task asks for credits without such a plan.
    """
    if plan.credits is None:
        if asked is not None:
            raise CreditsNotInPlan(plan=plan.name)
        return {}
    price = plan.credits.prices.get(task_type, 0) * image_count
    reserved = price if asked is None else asked
    return {"credits_reserved": reserved, "credits_held_until": datetime.now(UTC) + plan.credits.hold}


def credits_held(task: TaskRow) -> int:
    """The credits held for the task now; 0 once it has ended, or its hold has expired."""
    if task.status in ENDED or task.credits_held_until is None or task.credits_held_until <= datetime.now(UTC):
        return 0
    return task.credits_reserved or 0
