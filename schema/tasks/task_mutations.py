from datetime import datetime
from decimal import Decimal

import strawberry

from resolvers.context import Info
from resolvers.tasks.change_task import start_task, upload_original_image
from resolvers.tasks.create_task import create_task
from resolvers.tasks.delete_tasks import delete_task, delete_tasks, empty_trash, restore_tasks, trash_tasks
from resolvers.tasks.finish_task import cancel_task, complete_task, fail_task
from schema.images.image_mutations import ImageInput
from schema.lineage.task_source_input import TaskSourceInput
from schema.tasks.task_enums import TaskType
from schema.tasks.task_record import TaskRecord
from schema.types.field_metadata import costs
from schema.types.payload import IdInput, TaskIdsInput, faults, mutation, payload
from schema.types.scalars import JSON
from schema.types.user_error import UserError


@strawberry.input(description="A task to record.")
class CreateTaskInput:
    id: strawberry.ID | None = strawberry.field(
        default=None,
        description="A UUID of the client's, so that a retry records no second task. Generated if omitted.",
    )
    user_id: strawberry.ID | None = strawberry.field(
        default=None, description="The caller by default. Another user requires the `SERVICE` role."
    )
    task_type: TaskType = TaskType.IMAGE_GENERATION
    prompt: str = strawberry.field(description="The user's prompt, 1 to 10,000 characters.")
    aspect_ratio: str | None = strawberry.field(
        default=None, description="Up to 20 characters, such as `16:9`, `1024x1024` (pixels) or `auto`."
    )
    model_version: str | None = strawberry.field(
        default=None, description="Up to 200 characters, for example `gemini-1.5-pro`."
    )
    original_image: ImageInput | None = strawberry.field(default=None, description="The input image.")
    image_count: int = strawberry.field(default=1, description="1 to 16.")
    sources: list[TaskSourceInput] | None = strawberry.field(
        default=None, description="Up to 16 of the user's tasks that this one is derived from."
    )
    credits_reserved: int | None = strawberry.field(
        default=None,
        description=(
            "The most credits that the task may cost, held until it ends. Defaults to the plan's price; "
            "refused if the plan has no prices."
        ),
    )
    external_id: str | None = strawberry.field(
        default=None,
        description=(
            "Up to 200 characters. If `id` is omitted, the same `externalId` with the same input returns "
            "the existing task."
        ),
    )
    parameters: JSON | None = strawberry.field(
        default=None, description="An object of up to 16,384 bytes of JSON, 10 levels deep."
    )
    metadata: JSON | None = strawberry.field(
        default=None, description="An object of up to 4,096 bytes of JSON, 10 levels deep."
    )
    deadline: datetime | None = strawberry.field(default=None, description="At most 30 days in the future.")
    created_at: datetime | None = strawberry.field(
        default=None,
        description="A time in the past, for a task recorded later; now by default. Requires the `SERVICE` role.",
    )


@strawberry.input(description="A task to start.")
class StartTaskInput(IdInput):
    external_id: str | None = strawberry.field(default=None, description="As in `CreateTaskInput`.")
    metadata: JSON | None = strawberry.field(default=None, description="Merged into the task's, by top-level key.")


@strawberry.input
class ResultFields:
    """The result of a completed task."""

    image: ImageInput | None = strawberry.field(default=None, description="The first or only image.")
    more_images: list[ImageInput] | None = strawberry.field(
        default=None, description="Up to 15. All images are stored, or none."
    )
    credits_deducted: int | None = strawberry.field(
        default=None, description="Defaults to the credits held for the task, or 0."
    )


@strawberry.input
class FailureFields:
    """Why a task failed."""

    error_message: str = strawberry.field(description="A reason for the user, 1 to 2,000 characters.")
    failure_code: str | None = strawberry.field(
        default=None,
        description="A reason for programs: up to 50 characters of `a-z0-9_`, for example `content_policy`.",
    )
    credits_deducted: int = strawberry.field(
        default=0, description="Must be 0 if the plan has prices: a failed task costs none."
    )


@strawberry.input
class UsageFields:
    """The usage of a task that has ended."""

    tokens_used: int | None = strawberry.field(
        default=None, description="At least `inputTokens` and `outputTokens` together, which is the default; else 0."
    )
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost: Decimal | None = strawberry.field(
        default=None,
        description="The provider's charge, in `CURRENCY`. Rounded half to even to 6 digits after the point.",
    )
    generation_time_ms: int | None = None


@strawberry.input
class LateFields:
    """Values that may be known only when a task ends."""

    external_id: str | None = strawberry.field(default=None, description="As in `CreateTaskInput`.")
    parameters: JSON | None = strawberry.field(
        default=None, description="Merged into the task's, by top-level key, for example a seed that the model chose."
    )
    metadata: JSON | None = strawberry.field(default=None, description="Merged into the task's, by top-level key.")
    started_at: datetime | None = strawberry.field(
        default=None,
        description="A time since `createdAt`, in place of that of `startTask`. Requires the `SERVICE` role.",
    )


@strawberry.input(description="The result and the cost of a task.")
class CompleteTaskInput(IdInput, ResultFields, UsageFields, LateFields):
    image: ImageInput = strawberry.field(description="The first or only image.")


@strawberry.input(description="Why a task failed, and what it cost.")
class FailTaskInput(IdInput, FailureFields, UsageFields, LateFields):
    pass


@strawberry.input(description="A task to cancel.")
class CancelTaskInput(IdInput, UsageFields, LateFields):
    pass


@strawberry.input(description="A task and its input image.")
class UploadOriginalImageInput(IdInput):
    image: ImageInput


@strawberry.type
class TaskMutations:
    create_task = mutation(
        create_task,
        CreateTaskInput,
        payload(task=TaskRecord),
        (
            "Record a task before its image is generated. Idempotent: the same `id` with the same input "
            "returns the current task, with another input `CONFLICT`."
        ),
    )
    start_task = mutation(
        start_task,
        StartTaskInput,
        payload(task=TaskRecord),
        "Set a pending task to `PROCESSING`. Idempotent until the task has ended.",
    )
    complete_task = mutation(
        complete_task,
        CompleteTaskInput,
        payload(task=TaskRecord),
        (
            "Store a task's images and cost, and set it to `COMPLETED`. Idempotent for the same input; "
            "only `generationTimeMs` may differ."
        ),
    )
    fail_task = mutation(
        fail_task,
        FailTaskInput,
        payload(task=TaskRecord),
        (
            "Set a task to `FAILED`, with a reason for the user. Idempotent for the same input; only "
            "`generationTimeMs` may differ."
        ),
    )
    cancel_task = mutation(
        cancel_task,
        CancelTaskInput,
        payload(task=TaskRecord),
        "Cancel a task that has not ended, and release its credits. Idempotent.",
    )
    delete_task = mutation(
        delete_task,
        IdInput,
        payload(deleted_task_id=strawberry.ID),
        "Delete a task and its images. Statistics still include its usage. Idempotent.",
    )
    delete_tasks = mutation(
        delete_tasks,
        TaskIdsInput,
        payload(deleted_task_ids=list[strawberry.ID]),
        "Delete up to 100 tasks: all, or none if one does not exist. Idempotent: deleted tasks cause no error.",
    )
    upload_original_image = mutation(
        upload_original_image,
        UploadOriginalImageInput,
        payload(task=TaskRecord),
        "Attach a task's input image, replacing an earlier one.",
    )


@strawberry.type(description="What `emptyTrash` did.")
class EmptyTrashPayload:
    removed_tasks: int = strawberry.field(description="Up to 10,000 per call: repeat until it is 0.")
    errors: list[UserError] = faults()


@strawberry.type
class TrashMutations:
    trash_tasks = mutation(
        trash_tasks,
        TaskIdsInput,
        payload(trashed_task_ids=list[strawberry.ID]),
        (
            "Move up to 100 ended tasks to the trash. They can be read only by id and in `trash`, and "
            "are removed after the plan's `trashDays`. All or none; idempotent."
        ),
    )
    restore_tasks = mutation(
        restore_tasks,
        TaskIdsInput,
        payload(restored_task_ids=list[strawberry.ID]),
        (
            "Restore tasks from the trash. All or none: refused if one is unknown, removed or another "
            "user's. Idempotent."
        ),
    )

    @strawberry.mutation(metadata=costs(3_500), description="Remove all tasks in the caller's trash.")
    async def empty_trash(self, info: Info) -> EmptyTrashPayload | None:
        return EmptyTrashPayload(removed_tasks=await empty_trash(info.context))
