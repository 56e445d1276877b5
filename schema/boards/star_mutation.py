import strawberry

from resolvers.boards.board_inputs import TasksToStar
from resolvers.boards.star_tasks import star_tasks
from schema.tasks.task_record import TaskRecord
from schema.types.payload import mutation, payload


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
