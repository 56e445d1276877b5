from datetime import datetime
from decimal import Decimal

import strawberry

from resolvers.arguments import Reference
from resolvers.images.image_inputs import OriginalImage
from resolvers.tasks.change_task import start_task, upload_original_image
from resolvers.tasks.create_task import create_task
from resolvers.tasks.delete_tasks import delete_task, delete_tasks
from resolvers.tasks.finish_task import cancel_task, complete_task, fail_task
from resolvers.tasks.task_inputs import (
    NewTask,
    TaskFailure,
    TaskReferences,
    TaskResult,
    TaskStart,
    TaskUsage,
)
from schema.images.image_mutations import ImageInput
from schema.lineage.task_source_input import TaskSourceInput
from schema.tasks.task_enums import TaskType
from schema.tasks.task_record import TaskRecord
from schema.types.payload import mutation, payload
from schema.types.scalars import JSON


@strawberry.input(description="A task to record.")
class CreateTaskInput:
    id: strawberry.ID | None = strawberry.field(
        default=None,
        description="A UUID chosen by the client, so that a retry cannot record the task twice; generated if omitted.",
    )
    user_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="The owner; the caller by default. Another user requires the `SERVICE` role.",
    )
    task_type: TaskType = TaskType.IMAGE_GENERATION
    prompt: str = strawberry.field(description="The user's prompt, 1 to 10,000 characters.")
    aspect_ratio: str | None = strawberry.field(
        default=None,
        description="Width to height, pixels, or `auto`, for example `16:9` or `1024x1024`; up to 20 characters.",
    )
    model_version: str | None = strawberry.field(
        default=None, description="The model that generates, for example `gemini-1.5-pro`; up to 200 characters."
    )
    original_image: ImageInput | None = strawberry.field(default=None, description="The input image, if there is one.")
    image_count: int = strawberry.field(default=1, description="Number of images requested, 1 to 16.")
    sources: list[TaskSourceInput] | None = strawberry.field(
        default=None, description="The tasks that this one is derived from: up to 16 of the user's tasks."
    )
    credits_reserved: int | None = strawberry.field(
        default=None,
        description=(
            "The most credits that the task may cost, held until it ends. Defaults to the plan's price for "
            "`imageCount` images; refused if the plan has no prices."
        ),
    )
    external_id: str | None = strawberry.field(
        default=None,
        description=(
            "The task's id at the provider or in your product, up to 200 characters. If `id` is omitted, the same "
            "`externalId` with the same input returns the existing task."
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
        description=(
            "The actual time of creation, in the past, for a task that is recorded later. Requires the `SERVICE` role; "
            "now by default."
        ),
    )


@strawberry.input(description="A task to start.")
class StartTaskInput:
    id: strawberry.ID
    external_id: str | None = strawberry.field(default=None, description="As in `CreateTaskInput`.")
    metadata: JSON | None = strawberry.field(
        default=None,
        description="Merged into the task's, by top-level key.",
    )


@strawberry.input(description="The result and the cost of a task.")
class CompleteTaskInput:
    id: strawberry.ID
    image: ImageInput = strawberry.field(description="The first or only image.")
    more_images: list[ImageInput] | None = strawberry.field(
        default=None, description="Further images, up to 15. Either all images are stored or none."
    )
    tokens_used: int | None = strawberry.field(
        default=None,
        description=(
            "Tokens used. Defaults to the sum of `inputTokens` and `outputTokens`, or 0; may not be less than the sum."
        ),
    )
    credits_deducted: int | None = strawberry.field(
        default=None,
        description="Credits that the task cost. Defaults to the credits held for it, or 0.",
    )
    generation_time_ms: int | None = strawberry.field(
        default=None, description="Duration of the generation in milliseconds."
    )

    external_id: str | None = strawberry.field(default=None, description="As in `CreateTaskInput`.")
    parameters: JSON | None = strawberry.field(
        default=None,
        description="Merged into the task's, by top-level key, such as the seed that the model chose.",
    )
    metadata: JSON | None = strawberry.field(default=None, description="Merged into the task's, by top-level key.")
    input_tokens: int | None = strawberry.field(default=None, description="Input tokens.")
    output_tokens: int | None = strawberry.field(default=None, description="Output tokens.")
    cost: Decimal | None = strawberry.field(default=None, description="The provider's charge, in `CURRENCY`.")


@strawberry.input(description="Why a task failed, and what it cost.")
class FailTaskInput:
    id: strawberry.ID
    error_message: str = strawberry.field(description="A reason for the user, 1 to 2,000 characters.")
    tokens_used: int | None = strawberry.field(
        default=None,
        description=(
            "Tokens used. Defaults to the sum of `inputTokens` and `outputTokens`, or 0; may not be less than the sum."
        ),
    )
    credits_deducted: int = strawberry.field(
        default=0,
        description="Credits that the task cost. Must be 0 if the plan has prices: a failed task costs none.",
    )
    generation_time_ms: int | None = strawberry.field(
        default=None, description="Duration of the generation in milliseconds."
    )

    failure_code: str | None = strawberry.field(
        default=None,
        description="A machine-readable reason: up to 50 characters of `a-z0-9_`, for example `content_policy`.",
    )
    input_tokens: int | None = strawberry.field(default=None, description="Input tokens.")
    output_tokens: int | None = strawberry.field(default=None, description="Output tokens.")
    cost: Decimal | None = strawberry.field(default=None, description="The provider's charge, in `CURRENCY`.")


@strawberry.input(description="A task to cancel.")
class CancelTaskInput:
    id: strawberry.ID
    tokens_used: int | None = strawberry.field(default=None, description="As in `CompleteTaskInput`.")
    input_tokens: int | None = strawberry.field(default=None, description="Input tokens.")
    output_tokens: int | None = strawberry.field(default=None, description="Output tokens.")
    cost: Decimal | None = strawberry.field(default=None, description="The provider's charge, in `CURRENCY`.")
    generation_time_ms: int | None = strawberry.field(
        default=None, description="Duration of the generation in milliseconds."
    )


@strawberry.input(description="A task to delete.")
class DeleteTaskInput:
    id: strawberry.ID


@strawberry.input(description="Tasks to delete.")
class DeleteTasksInput:
    ids: list[strawberry.ID] = strawberry.field(description="The ids of 1 to 100 tasks.")


@strawberry.type
class TaskMutations:
    create_task = mutation(
        create_task,
        NewTask,
        CreateTaskInput,
        payload(task=TaskRecord),
        (
            "Record a task before its image is generated. Idempotent: the same `id` with the same input returns the "
            "current task; with another input it is refused with `CONFLICT`."
        ),
    )
    start_task = mutation(
        start_task,
        TaskStart,
        StartTaskInput,
        payload(task=TaskRecord),
        "Set a pending task to `PROCESSING`. Idempotent until the task has ended.",
    )
    complete_task = mutation(
        complete_task,
        TaskResult,
        CompleteTaskInput,
        payload(task=TaskRecord),
        (
            "Store the generated images and the cost of a task, and set it to `COMPLETED`. Idempotent for the same "
            "input; only `generationTimeMs` may differ."
        ),
    )
    fail_task = mutation(
        fail_task,
        TaskFailure,
        FailTaskInput,
        payload(task=TaskRecord),
        (
            "Set a task to `FAILED`, with a reason for the user. Idempotent for the same input; only "
            "`generationTimeMs` may differ."
        ),
    )
    cancel_task = mutation(
        cancel_task,
        TaskUsage,
        CancelTaskInput,
        payload(task=TaskRecord),
        "Cancel a task that has not ended, and release its credits. Idempotent.",
    )
    delete_task = mutation(
        delete_task,
        Reference,
        DeleteTaskInput,
        payload(deleted_task_id=strawberry.ID),
        (
            "Delete a task and its images. Its usage remains in the statistics, since deleting an image refunds no "
            "tokens. Idempotent."
        ),
    )
    delete_tasks = mutation(
        delete_tasks,
        TaskReferences,
        DeleteTasksInput,
        payload(deleted_task_ids=list[strawberry.ID]),
        (
            "Delete up to 100 tasks: all of them, or none if one does not exist. Idempotent: tasks deleted before "
            "cause no error."
        ),
    )


@strawberry.input(description="A task and its input image.")
class UploadOriginalImageInput:
    id: strawberry.ID = strawberry.field(description="The task's id.")
    image: ImageInput


@strawberry.type
class OriginalImageMutation:
    upload_original_image = mutation(
        upload_original_image,
        OriginalImage,
        UploadOriginalImageInput,
        payload(task=TaskRecord),
        "Attach a task's input image, replacing an earlier one.",
    )
