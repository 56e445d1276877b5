import strawberry

from resolvers.boards.board_inputs import TasksToStar
from resolvers.boards.star_tasks import star_tasks
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


@strawberry.input(description="Tasks to star.")
class StarTasksInput:
    ids: list[strawberry.ID] = strawberry.field(description="The ids of 1 to 100 tasks.")
    starred: bool = strawberry.field(default=True, description="False removes their stars.")


@strawberry.type
class StarMutation:
    star_tasks = mutation(
        star_tasks,
        TasksToStar,
        StarTasksInput,
        payload(tasks=list[TaskRecord]),
        (
            "Star up to 100 tasks, or remove their stars. All or none; idempotent. If the plan says so, starred tasks "
            "are exempt from removal by age."
        ),
    )
