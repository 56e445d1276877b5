from dataclasses import field

import strawberry

from resolvers.boards.board_inputs import TasksToStar
from resolvers.boards.star_tasks import star_tasks
from schema.tasks.task_record import TaskRecord
from schema.types.payload import mutation
from schema.types.user_error import UserError


@strawberry.input(description="Tasks to star.")
class StarTasksInput:
    ids: list[strawberry.ID] = strawberry.field(description="The ids of 1 to 100 tasks.")
    starred: bool = strawberry.field(default=True, description="False takes their stars away.")


@strawberry.type(description="What `starTasks` did.")
class StarTasksPayload:
    tasks: list[TaskRecord] = field(default_factory=list)
    errors: list[UserError] = field(default_factory=list)


@strawberry.type
class StarMutation:
    star_tasks = mutation(
        star_tasks,
        TasksToStar,
        StarTasksInput,
        StarTasksPayload,
        "Star up to 100 tasks, or take their stars away. All or none; safe to repeat. Retention spares starred tasks, "
        "where the plan says so.",
    )
