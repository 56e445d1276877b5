import strawberry

from resolvers.boards.star_tasks import star_tasks
from resolvers.ratings.rate_task import rate_task
from schema.tasks.task_record import TaskRecord
from schema.types.payload import IdInput, TaskIdsInput, mutation, payload


@strawberry.input(description="A rating of a task's result.")
class RateTaskInput(IdInput):
    rating: int | None = strawberry.field(default=None, description="1 to 5; null removes the rating.")


@strawberry.input(description="Tasks to star.")
class StarTasksInput(TaskIdsInput):
    starred: bool = strawberry.field(default=True, description="False removes their stars.")


@strawberry.type
class RatingMutations:
    rate_task = mutation(
        rate_task,
        RateTaskInput,
        payload(task=TaskRecord),
        "Rate a completed task or, without `rating`, remove its rating. Idempotent: a repetition emits no event.",
    )
    star_tasks = mutation(
        star_tasks,
        StarTasksInput,
        payload(tasks=list[TaskRecord]),
        (
            "Star up to 100 tasks, or remove their stars. All or none; idempotent. Plans may exempt "
            "starred tasks from removal by age."
        ),
    )
