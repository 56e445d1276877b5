import strawberry

from resolvers.context import Info
from resolvers.tasks.task_inputs import TaskReferences
from resolvers.tasks.trash_tasks import empty_trash, restore_tasks, trash_tasks
from schema.types.field_metadata import costs
from schema.types.payload import faults, mutation, payload
from schema.types.user_error import UserError


@strawberry.input(description="Tasks to put into the trash.")
class TrashTasksInput:
    ids: list[strawberry.ID] = strawberry.field(description="The ids of 1 to 100 tasks.")


@strawberry.input(description="Tasks to take out of the trash.")
class RestoreTasksInput:
    ids: list[strawberry.ID] = strawberry.field(description="The ids of 1 to 100 tasks.")


@strawberry.type(description="What `emptyTrash` did.")
class EmptyTrashPayload:
    removed_tasks: int = strawberry.field(
        description="How many tasks were removed, up to 10,000 a call: repeat the call until it is 0."
    )
    errors: list[UserError] = faults()


@strawberry.type
class TrashMutations:
    trash_tasks = mutation(
        trash_tasks,
        TaskReferences,
        TrashTasksInput,
        payload(trashed_task_ids=list[strawberry.ID]),
        "Put up to 100 tasks that have ended into the trash: they are no longer listed, only found by id, and are "
        "removed after the plan's `trashDays`. All or none; safe to repeat. `deleteTask` and `deleteTasks` remove at "
        "once.",
    )
    restore_tasks = mutation(
        restore_tasks,
        TaskReferences,
        RestoreTasksInput,
        payload(restored_task_ids=list[strawberry.ID]),
        "Take tasks out of the trash. All or none: refused when one is unknown, removed or another's; one that is not "
        "in the trash is no error. Safe to repeat.",
    )

    @strawberry.mutation(
        metadata=costs(3_500), description="Remove what is in the caller's trash now, instead of when it is due."
    )
    async def empty_trash(self, info: Info) -> EmptyTrashPayload | None:
        return EmptyTrashPayload(removed_tasks=await empty_trash(info.context))
