from typing import Annotated

from pydantic import Field

from models.ratings.rating_statements import rate
from models.tasks.task import TaskStatus
from models.tasks.task_row import TaskRow
from resolvers.arguments import Reference
from resolvers.context import Context
from resolvers.exceptions import TaskInTheWay
from resolvers.find_tasks import required_task


class TaskNotCompleted(TaskInTheWay):
    """Only completed tasks can be rated; this one is {task.status}."""


class Rating(Reference):
    """A user's rating of a task's result; None removes it."""

    rating: Annotated[int, Field(ge=1, le=5)] | None = None


async def rate_task(context: Context, rated: Rating) -> TaskRow:
    """Rate the task and return it. Raises TaskNotCompleted."""
    owner = await context.owner_of(rated.id)
    async with context.transaction(owner) as transaction:
        changed = await transaction.row(rate(rated.id, owner, rated.rating))
    task = changed or await required_task(context, rated.id, owner)
    if task.status != TaskStatus.COMPLETED:
        raise TaskNotCompleted(task=task)
    return task
