from datetime import datetime
from decimal import Decimal

import strawberry

from resolvers.arguments import Reference
from resolvers.tasks.create_task import create_task
from resolvers.tasks.delete_tasks import delete_task, delete_tasks
from resolvers.tasks.finish_task import cancel_task, complete_task, fail_task
from resolvers.tasks.start_task import start_task
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
        description=(
            "A UUID chosen by the client, so that a retry cannot record the task twice; chosen by the server when "
            "omitted."
        ),
    )
    user_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="The user whose task it is; the caller when omitted. Any other user needs the `SERVICE` role.",
    )
    task_type: TaskType = TaskType.IMAGE_GENERATION
    prompt: str = strawberry.field(description="What the user asks for, 1 to 10,000 characters.")
    aspect_ratio: str | None = strawberry.field(
        default=None,
        description="Width to height, pixels, or `auto`, for example `16:9` or `1024x1024`; up to 20 characters.",
    )
    model_version: str | None = strawberry.field(
        default=None, description="The model that generates, for example `gemini-1.5-pro`; up to 200 characters."
    )
    original_image: ImageInput | None = strawberry.field(
        default=None, description="The image that the task starts from; omit it to start from the prompt alone."
    )
    image_count: int = strawberry.field(default=1, description="How many images are asked for, 1 to 16.")
    sources: list[TaskSourceInput] | None = strawberry.field(
        default=None, description="The tasks that this one is made from: up to 16, all of them the user's."
    )
    credits_reserved: int | None = strawberry.field(
        default=None,
        description=(
            "The most credits that the task may cost, held until it ends; the plan's price for `imageCount` images "
            "when omitted. Refused where the plan has no prices."
        ),
    )
    external_id: str | None = strawberry.field(
        default=None,
        description=(
            "The id that the provider or the product knows the task by, up to 200 characters. Where `id` is omitted, "
            "the same `externalId` with the same input returns the task that was recorded."
        ),
    )
    parameters: JSON | None = strawberry.field(
        default=None, description="An object of up to 16,384 bytes of JSON, 10 levels deep."
    )
    metadata: JSON | None = strawberry.field(
        default=None, description="An object of up to 4,096 bytes of JSON, 10 levels deep."
    )
    deadline: datetime | None = strawberry.field(default=None, description="In the future, within 30 days.")
    created_at: datetime | None = strawberry.field(
        default=None,
        description=(
            "When the task was really created, for one that is recorded later. In the past; needs the `SERVICE` role; "
            "now when omitted."
        ),
    )


@strawberry.input(description="A task to start.")
class StartTaskInput:
    id: strawberry.ID
    external_id: str | None = strawberry.field(default=None, description="As in `CreateTaskInput`.")
    metadata: JSON | None = strawberry.field(
        default=None,
        description="Merged into the task's, key by key at the top; so it is in `CompleteTaskInput`.",
    )


@strawberry.input(description="The result of a task, and what it cost.")
class CompleteTaskInput:
    id: strawberry.ID
    image: ImageInput = strawberry.field(description="The image, or the first of several.")
    more_images: list[ImageInput] | None = strawberry.field(
        default=None, description="The second image and those after it, up to 15. Either all images are stored or none."
    )
    tokens_used: int | None = strawberry.field(
        default=None,
        description=(
            "How many tokens the generation used. When omitted, the sum of `inputTokens` and `outputTokens`, 0 without "
            "them; it may be more than the sum, and not less."
        ),
    )
    credits_deducted: int | None = strawberry.field(
        default=None,
        description="How many credits the task cost. When omitted, as many as were held for it; 0 if none were.",
    )
    generation_time_ms: int | None = strawberry.field(
        default=None, description="How long the generation itself took, in milliseconds."
    )

    external_id: str | None = strawberry.field(default=None, description="As in `CreateTaskInput`.")
    parameters: JSON | None = strawberry.field(
        default=None,
        description="Merged into the task's, key by key at the top, such as the seed that the model chose.",
    )
    metadata: JSON | None = strawberry.field(default=None, description="Merged into the task's, key by key at the top.")
    input_tokens: int | None = strawberry.field(default=None, description="How many of the tokens were read.")
    output_tokens: int | None = strawberry.field(default=None, description="How many of the tokens were generated.")
    cost: Decimal | None = strawberry.field(default=None, description="What the provider charged, in `CURRENCY`.")


@strawberry.input(description="Why a task failed, and what it cost nevertheless.")
class FailTaskInput:
    id: strawberry.ID
    error_message: str = strawberry.field(description="The reason, for the user to read; 1 to 2,000 characters.")
    tokens_used: int | None = strawberry.field(
        default=None,
        description=(
            "How many tokens the generation used. When omitted, the sum of `inputTokens` and `outputTokens`, 0 without "
            "them; it may be more than the sum, and not less."
        ),
    )
    credits_deducted: int = strawberry.field(
        default=0,
        description="How many credits the task cost. Must be 0 where the plan has prices: a failed task costs none.",
    )
    generation_time_ms: int | None = strawberry.field(
        default=None, description="How long the generation itself took, in milliseconds."
    )

    failure_code: str | None = strawberry.field(
        default=None,
        description="Why it failed, for programs: up to 50 characters of `a-z0-9_`, for example `content_policy`.",
    )
    input_tokens: int | None = strawberry.field(default=None, description="How many of the tokens were read.")
    output_tokens: int | None = strawberry.field(default=None, description="How many of the tokens were generated.")
    cost: Decimal | None = strawberry.field(default=None, description="What the provider charged, in `CURRENCY`.")


@strawberry.input(description="A task to give up.")
class CancelTaskInput:
    id: strawberry.ID
    tokens_used: int | None = strawberry.field(default=None, description="As in `CompleteTaskInput`.")
    input_tokens: int | None = strawberry.field(default=None, description="How many of the tokens were read.")
    output_tokens: int | None = strawberry.field(default=None, description="How many of the tokens were generated.")
    cost: Decimal | None = strawberry.field(default=None, description="What the provider charged, in `CURRENCY`.")
    generation_time_ms: int | None = strawberry.field(
        default=None, description="How long the generation itself took, in milliseconds."
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
        "Record a task before its image is generated. Safe to repeat: the same `id` with the same input returns the "
        "task as it is now, the same `id` with another input is refused with `CONFLICT`.",
    )
    start_task = mutation(
        start_task,
        TaskStart,
        StartTaskInput,
        payload(task=TaskRecord),
        "Set a pending task to `PROCESSING`. Safe to repeat until the task has ended.",
    )
    complete_task = mutation(
        complete_task,
        TaskResult,
        CompleteTaskInput,
        payload(task=TaskRecord),
        "Store the generated images and what the task cost, and set it to `COMPLETED`. "
        "Safe to repeat with the same input, but for `generationTimeMs`, which may differ.",
    )
    fail_task = mutation(
        fail_task,
        TaskFailure,
        FailTaskInput,
        payload(task=TaskRecord),
        "Set the task to `FAILED`, with a reason for the user to read. Safe to repeat with the same input, but for "
        "`generationTimeMs`, which may differ.",
    )
    cancel_task = mutation(
        cancel_task,
        TaskUsage,
        CancelTaskInput,
        payload(task=TaskRecord),
        "Give up a task that has not ended: credits held for it are available again. Safe to repeat.",
    )
    delete_task = mutation(
        delete_task,
        Reference,
        DeleteTaskInput,
        payload(deleted_task_id=strawberry.ID),
        "Delete a task and its images. What it used stays in the statistics, since deleting a picture refunds no "
        "tokens. Safe to repeat.",
    )
    delete_tasks = mutation(
        delete_tasks,
        TaskReferences,
        DeleteTasksInput,
        payload(deleted_task_ids=list[strawberry.ID]),
        "Delete up to 100 tasks at once: all of them, or none when one does not exist. Safe to repeat: those that were "
        "deleted before are no error.",
    )
