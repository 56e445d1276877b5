import strawberry

from resolvers.boards.board_inputs import TasksToStar
from resolvers.boards.star_tasks import star_tasks
from schema.tasks.task_record import TaskRecord
from schema.types.payload import mutation, payload


@strawberry.input(description="Tasks to star.")
class StarTasksInput:
    ids: list[strawberry.ID] = strawberry.field(description="The ids of 1 to 100 tasks.")
    starred: bool = strawberry.field(default=True, description="False takes their stars away.")


@strawberry.type
class StarMutation:
    star_tasks = mutation(
        star_tasks,
        TasksToStar,
        StarTasksInput,
        payload(tasks=list[TaskRecord]),
        "Star up to 100 tasks, or take their stars away. All or none; safe to repeat. Retention spares starred tasks, "
        "where the plan says so.",
    )
