from datetime import datetime

import strawberry

from schema.tasks.task_enums import OrderDirection, TaskOrderField, TaskStatus, TaskType


@strawberry.input(description="A span of time from `gte` (included) to `lt` (excluded); either may be omitted.")
class DateTimeRange:
    gte: datetime | None = None
    lt: datetime | None = None


@strawberry.input(description="A key of a task's metadata, and the string that it has.")
class MetadataFilter:
    key: str
    value: str


@strawberry.input(description="Selects the tasks that meet every field given. An empty list matches nothing.")
class TaskFilter:
    status: list[TaskStatus] | None = strawberry.field(
        default=None, description="Tasks with any of these statuses, up to 100."
    )
    task_type: list[TaskType] | None = strawberry.field(
        default=None, description="Tasks of any of these types, up to 100."
    )
    created_at: DateTimeRange | None = strawberry.field(default=None, description="Tasks created in this span of time.")
    search: str | None = strawberry.field(
        default=None,
        description=(
            "Tasks whose prompt contains each of these words, in any language; 1 to 200 characters, up to 30 words. "
            'Case is ignored, and so are accents of Latin, Greek and Cyrillic letters. `"two words"` is a phrase, '
            "`-word` leaves out; `model:word` is looked for in the model's name, `error:word` in why the task failed."
        ),
    )
    model_version: list[str] | None = strawberry.field(
        default=None, description="Tasks with any of these model versions, up to 100."
    )
    aspect_ratio: list[str] | None = strawberry.field(
        default=None, description="Tasks with any of these aspect ratios, up to 100."
    )
    external_id: list[str] | None = strawberry.field(
        default=None, description="Tasks with any of these external ids, up to 100."
    )
    metadata: list[MetadataFilter] | None = strawberry.field(
        default=None, description="Tasks whose metadata has each of these strings at its key, up to 10."
    )
    failure_code: list[str] | None = strawberry.field(
        default=None, description="Tasks that failed with any of these codes, up to 100."
    )
    updated_at: DateTimeRange | None = strawberry.field(
        default=None, description="Tasks that last changed in this span of time."
    )
    labels: list[str] | None = strawberry.field(
        default=None, description="Tasks with any of these labels, up to 100, some seconds after they were recorded."
    )
    completed_at: DateTimeRange | None = strawberry.field(
        default=None, description="Tasks that ended in this span of time."
    )
    rated_at_least: int | None = strawberry.field(default=None, description="Tasks rated so or better, 1 to 5.")
    is_starred: bool | None = strawberry.field(default=None, description="Tasks with a star, or those without.")
    board: list[strawberry.ID] | None = strawberry.field(
        default=None, description="Tasks on any of these boards, up to 100."
    )


@strawberry.input(description="How a list of tasks is ordered. Tasks with equal values keep a fixed order.")
class TaskOrder:
    field: TaskOrderField = TaskOrderField.CREATED_AT
    direction: OrderDirection = OrderDirection.DESC
