import strawberry

from resolvers.context import Info
from resolvers.tasks.delete_tasks import empty_trash, restore_tasks, trash_tasks
from resolvers.tasks.task_inputs import TaskReferences
from schema.types.field_metadata import costs
from schema.types.payload import faults, mutation, payload
from schema.types.user_error import UserError


@strawberry.input(description="Tasks to move to the trash.")
class TrashTasksInput:
    ids: list[strawberry.ID] = strawberry.field(description="The ids of 1 to 100 tasks.")


@strawberry.input(description="Tasks to restore from the trash.")
class RestoreTasksInput:
    ids: list[strawberry.ID] = strawberry.field(description="The ids of 1 to 100 tasks.")


@strawberry.type(description="What `emptyTrash` did.")
class EmptyTrashPayload:
    removed_tasks: int = strawberry.field(
        description="Number of tasks removed, up to 10,000 per call: repeat the call until it is 0."
    )
    errors: list[UserError] = faults()


@strawberry.type
class TrashMutations:
    trash_tasks = mutation(
        trash_tasks,
        TaskReferences,
        TrashTasksInput,
        payload(trashed_task_ids=list[strawberry.ID]),
        (
            "Move up to 100 ended tasks to the trash. They are no longer listed, can only be read by id, and are "
            "removed after the plan's `trashDays`. All or none; idempotent. `deleteTask` and `deleteTasks` remove "
            "tasks at once."
        ),
    )
    restore_tasks = mutation(
        restore_tasks,
        TaskReferences,
        RestoreTasksInput,
        payload(restored_task_ids=list[strawberry.ID]),
        (
            "Restore tasks from the trash. All or none: refused if one is unknown, removed or another user's. "
            "Idempotent: a task that is not in the trash is no error."
        ),
    )

    @strawberry.mutation(metadata=costs(3_500), description="Remove all tasks in the caller's trash now.")
    async def empty_trash(self, info: Info) -> EmptyTrashPayload | None:
        return EmptyTrashPayload(removed_tasks=await empty_trash(info.context))
