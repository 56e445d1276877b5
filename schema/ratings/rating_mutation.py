import strawberry

from resolvers.ratings.rate_task import Rating, rate_task
from schema.tasks.task_record import TaskRecord
from schema.types.payload import mutation, payload


@strawberry.input(description="What the user thinks of a task's result.")
class RateTaskInput:
    id: strawberry.ID
    rating: int | None = strawberry.field(
        default=None, description="1 to 5; null, or left out, takes back what was said before."
    )


@strawberry.type
class RatingMutation:
    rate_task = mutation(
        rate_task,
        Rating,
        RateTaskInput,
        payload(task=TaskRecord),
        "Rate the result of a completed task, or with no rating take it back. Safe to repeat: a repetition changes "
        "nothing and tells nobody.",
    )
