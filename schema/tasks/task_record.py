from datetime import datetime

import strawberry

from models.tasks.task_row import TaskRow
from resolvers.credits.reservation import credits_held
from resolvers.images.recorded_image import IMAGE_COLUMNS, RESULT_COLUMNS, RecordedImage, image_of, images_of
from schema.execution.field_metadata import reads
from schema.images.image import Image
from schema.node import Node
from schema.tasks.task_enums import TaskStatus, TaskType


@strawberry.type(description="One image-generation task: what was asked, what came of it, and what it cost.")
class TaskRecord(Node):
    user_id: strawberry.ID = strawberry.field(description="Whose task it is.")
    task_type: TaskType
    status: TaskStatus
    prompt: str = strawberry.field(description="What the user asked for, 1 to 10,000 characters.")

    @strawberry.field(
        graphql_type=Image | None,
        metadata=reads(*IMAGE_COLUMNS["original"]),
        description="The image the task starts from; null when it starts from the prompt alone.",
    )
    def original_image(root: strawberry.Parent[TaskRow]) -> RecordedImage | None:
        return image_of(root, "original")

    @strawberry.field(
        graphql_type=Image | None,
        metadata=reads(*IMAGE_COLUMNS["generated"]),
        description="The result; null until the task is completed.",
    )
    def generated_image(root: strawberry.Parent[TaskRow]) -> RecordedImage | None:
        return image_of(root, "generated")

    tokens_used: int
    credits_deducted: int

    @strawberry.field(
        metadata=reads("status", "credits_reserved", "credits_held_until"),
        description="Credits held for the task; 0 once it has ended.",
    )
    def credits_held(root: strawberry.Parent[TaskRow]) -> int:
        return credits_held(root)

    error_message: str | None = strawberry.field(description="Why the task failed; null unless it did.")
    aspect_ratio: str | None = strawberry.field(description="Width to height, for example `1:1` or `16:9`.")
    model_version: str | None = strawberry.field(description="The model that generates, for example `gemini-1.5-pro`.")
    generation_time_ms: int | None = strawberry.field(
        description="How long the generation itself took, in milliseconds, as reported at completion."
    )
    created_at: datetime
    updated_at: datetime
    completed_at: datetime | None = strawberry.field(
        description="When the task was completed or failed; null until then."
    )

    image_count: int = strawberry.field(description="How many images were asked for.")

    @strawberry.field(
        graphql_type=list[Image],
        metadata=reads(*RESULT_COLUMNS),
        description=(
            "The results in order, of which the first is `generatedImage`; empty until the task is completed."
        ),
    )
    def images(root: strawberry.Parent[TaskRow]) -> list[RecordedImage]:
        return images_of(root)

    @classmethod
    def is_type_of(cls, value: object, _: object) -> bool:
        return isinstance(value, TaskRow)
