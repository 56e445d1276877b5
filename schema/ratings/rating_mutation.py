import strawberry

from resolvers.ratings.rate_task import Rating, rate_task
from schema.tasks.task_record import TaskRecord
from schema.types.payload import mutation, payload


@strawberry.input(description="A rating of a task's result.")
class RateTaskInput:
    id: strawberry.ID
    rating: int | None = strawberry.field(default=None, description="1 to 5; null or omitted removes the rating.")


@strawberry.type
class RatingMutation:
    rate_task = mutation(
        rate_task,
        Rating,
        RateTaskInput,
        payload(task=TaskRecord),
        (
            "Rate the result of a completed task or, without a rating, remove its rating. Idempotent: a repetition "
            "changes nothing and emits no event."
        ),
    )
