"""A task, its sources, its lineage and its page: types that name each other, and so are in one file."""

import asyncio
from datetime import datetime
from decimal import Decimal
from typing import Annotated

import strawberry

from models.boards.board_statements import BoardOfTask
from models.lineage.task_derivation import MAX_ROOTS, LineageRow, TaskDerivation
from models.statement import is_row_of
from models.statistics.list_totals import REASONS, FailureReasonRow, TaskTotalsRow
from models.tasks.task import MAX_IMAGES
from models.tasks.task_row import TaskRow
from resolvers.boards.find_boards import find_boards_of_tasks, task_boards_scope
from resolvers.context import Info
from resolvers.credits.reservation import credits_held
from resolvers.images.recorded_image import IMAGE_COLUMNS, RESULT_COLUMNS, RecordedImage, image_of, images_of
from resolvers.labels.dictionary import LabelRow, dictionary
from resolvers.labels.find_labels import labels_of
from resolvers.lineage.find_lineage import (
    find_lineages,
    find_related_task,
    find_sources,
    lineage_scope,
    list_derived_tasks,
    source_scope,
)
from resolvers.lineage.record_sources import MAX_SOURCES
from resolvers.paging import MAX_PAGE_SIZE, ListPage, Window, window
from resolvers.statistics.total_tasks import reasons_of_failures, total_tasks
from resolvers.tasks.list_tasks import CountedTasks, count_tasks
from schema.images.image import Image
from schema.labels.label import PromptLabel
from schema.lineage.task_source_input import TaskRelation
from schema.tasks.task_enums import TaskStatus, TaskType
from schema.tasks.task_totals import Count, FailureReason, TaskTotals
from schema.types.connection_types import Node, PageInfo, paged
from schema.types.field_metadata import at_most, costs, deprecated, formerly, given, of_page, reads
from schema.types.scalars import JSON, BigInt
from schema.types.user_field import user_field

BoardType = Annotated["Board", strawberry.lazy("schema.boards.board")]  # type: ignore[name-defined]  # noqa: F821
"""Found by its name when the schema is made: a board has tasks, so `board.py` imports this file."""


@strawberry.type(description="An image-generation task: its prompt, its result and its cost.")
class TaskRecord(Node):
    user_id: strawberry.ID = strawberry.field(description="The user who owns the task.")
    user = user_field()
    task_type: TaskType = strawberry.field(description="How the image is made.")
    status: TaskStatus = strawberry.field(description="How far the task is, or how it ended.")
    prompt: str = strawberry.field(metadata=costs(2.5), description="The user's prompt, 1 to 10,000 characters.")

    @strawberry.field(
        graphql_type=Image | None,
        metadata=reads(*IMAGE_COLUMNS["original"]),
        description="The input image; null if the task has only a prompt.",
    )
    def original_image(root: strawberry.Parent[TaskRow]) -> RecordedImage | None:
        return image_of(root, "original")

    @strawberry.field(
        graphql_type=Image | None,
        metadata=reads(*IMAGE_COLUMNS["generated"]),
        description="The first result; null until the task is completed.",
        deprecation_reason=deprecated("Use `images`, whose first entry it is."),
    )
    def generated_image(root: strawberry.Parent[TaskRow]) -> RecordedImage | None:
        return image_of(root, "generated")

    tokens_used: int = strawberry.field(description="0 until the task has ended.")
    credits_deducted: int = strawberry.field(description="0 until the task has ended.")

    @strawberry.field(
        metadata=reads("status", "credits_reserved", "credits_held_until"),
        description="0 once the task has ended or its hold has expired.",
    )
    def credits_held(root: strawberry.Parent[TaskRow]) -> int:
        return credits_held(root)

    @strawberry.field(
        graphql_type=list[PromptLabel],
        metadata=reads("prompt") | at_most(len(dictionary().labels), counted=10) | costs(1),
        description="Found in the prompt by the server.",
    )
    def labels(root: strawberry.Parent[TaskRow]) -> list[LabelRow]:
        return labels_of(root)

    error_message: str | None = strawberry.field(
        metadata=costs(0.5), description="Why the task failed; null unless it did."
    )
    aspect_ratio: str | None = strawberry.field(description="For example `16:9`, `1024x1024` (pixels) or `auto`.")
    model_version: str | None = strawberry.field(description="The model used, for example `gemini-1.5-pro`.")
    generation_time_ms: int | None = strawberry.field(description="As reported when the task ended.")
    created_at: datetime
    updated_at: datetime = strawberry.field(description="When the task last changed.")
    completed_at: datetime | None = strawberry.field(description="When the task ended; null until then.")

    images_removed_at: datetime | None = strawberry.field(
        description="When its images were removed because of their age."
    )
    prompt_removed_at: datetime | None = strawberry.field(
        description=(
            "When its prompt, error message, `parameters` and `metadata` were removed because of their "
            "age. Afterwards `prompt` is empty."
        )
    )
    trashed_at: datetime | None = strawberry.field(description="Null unless the task is in the trash.")
    rating: int | None = strawberry.field(description="The user's rating, 1 to 5.")

    @strawberry.field(
        metadata=reads("user_id", "starred_at"), description="By the caller; for a back end, by the task's user."
    )
    def is_starred(root: strawberry.Parent[TaskRow], info: Info) -> bool:
        return root.starred_at is not None and info.context.caller.owner in (None, root.user_id)

    image_count: int = strawberry.field(description="Images requested.")
    only_service_ends: bool = strawberry.field(
        description=(
            "Whether only a back end (`SERVICE`) may start and end the task: because it recorded or "
            "started it, or because of the plan. The user may delete it once it has ended."
        )
    )
    external_id: str | None = strawberry.field(
        description="The id at the provider or in your product, unique among the user's tasks that are not removed."
    )
    parameters: JSON | None = strawberry.field(
        metadata=costs(4),
        description=(
            "An object with the model's inputs other than the prompt, such as seed and size. Numbers are "
            "stored exactly. Removed with the prompt."
        ),
    )
    metadata: JSON | None = strawberry.field(
        metadata=costs(1),
        description=(
            "An object with data of your product. Tasks can be filtered by its top-level strings. "
            "Removed with the prompt."
        ),
    )
    input_tokens: int | None = strawberry.field(description="A part of `tokensUsed`.")
    output_tokens: int | None = strawberry.field(description="A part of `tokensUsed`.")
    cost: Decimal | None = strawberry.field(description="The provider's charge, in the installation's `CURRENCY`.")
    failure_code: str | None = strawberry.field(
        description="A reason for programs, such as `content_policy` or `provider_timeout`."
    )
    started_at: datetime | None = strawberry.field(description="When the generation began.")
    deadline: datetime | None = strawberry.field(
        description=(
            "When the task fails with `failureCode` `deadline` unless it has ended. It can still be "
            "completed for 24 hours, so that an image that was paid for is not lost."
        )
    )

    @strawberry.field(
        graphql_type=list[Image],
        metadata=reads(*RESULT_COLUMNS) | at_most(MAX_IMAGES),
        description="All results, in order. Empty until the task is completed.",
    )
    def images(root: strawberry.Parent[TaskRow]) -> list[RecordedImage]:
        return images_of(root)

    @strawberry.field(metadata=reads(*RESULT_COLUMNS), description="The length of `images`.")
    def result_count(root: strawberry.Parent[TaskRow]) -> int:
        return len(images_of(root))

    @strawberry.field(
        graphql_type="list[TaskSource]",
        metadata=reads("id", "user_id") | at_most(MAX_SOURCES),
        description="In the order given.",
    )
    async def sources(root: strawberry.Parent[TaskRow], info: Info) -> list[TaskDerivation]:
        return await info.context.load(find_sources, root.id, source_scope(info.context, root.user_id, "sources"))

    @strawberry.field(
        graphql_type="TaskConnection", metadata=reads("id", "user_id") | costs(10), description="Oldest first."
    )
    @paged
    async def derived_tasks(root: strawberry.Parent[TaskRow], info: Info, window: Window) -> ListPage[TaskRow]:
        return await list_derived_tasks(info, root, window)

    @strawberry.field(
        graphql_type="Lineage",
        metadata=reads("id", "user_id") | costs(65),  # measured with 500 tasks in 170 steps; a few cost next to nothing
        description="The usage of this task and of all that led to it: the full cost of its image.",
    )
    async def lineage(root: strawberry.Parent[TaskRow], info: Info) -> LineageRow:
        of = lineage_scope(info.context, root.user_id)
        return await info.context.load(find_lineages, root.id, of)

    @strawberry.field(
        graphql_type=list[BoardType],
        metadata=reads("id", "user_id") | given("first", MAX_PAGE_SIZE) | costs(2),
        description="The caller's boards with the task, last changed first; `first` is up to 100.",
    )
    async def boards(root: strawberry.Parent[TaskRow], info: Info, first: int = 20) -> list[BoardOfTask]:
        asked = root.id, window(first, None, None, None).size
        return await info.context.load(find_boards_of_tasks, asked, task_boards_scope(info.context, root.user_id))

    is_type_of = staticmethod(is_row_of(TaskRow))


@strawberry.type(description="A task and its cursor.")
class TaskEdge:
    cursor: str
    node: TaskRecord


@strawberry.type(description="A page of tasks.")
class TaskConnection:
    edges: list[TaskEdge] = strawberry.field(metadata=of_page())
    nodes: list[TaskRecord] = strawberry.field(metadata=of_page())
    page_info: PageInfo

    @strawberry.field(graphql_type=Count, metadata=reads(), description="Of the whole list. Counted only if selected.")
    async def total_count(root: strawberry.Parent[ListPage[TaskRow]]) -> CountedTasks:
        return await count_tasks(root)

    @strawberry.field(
        graphql_type=TaskTotals,
        metadata=reads() | costs(400),  # measured with 100,000 tasks
        description="Of the whole list. Computed only if selected.",
    )
    async def totals(root: strawberry.Parent[ListPage[TaskRow]]) -> TaskTotalsRow:
        return await total_tasks(root)

    @strawberry.field(
        graphql_type=list[FailureReason],
        metadata=reads() | at_most(REASONS) | costs(400),
        description=(
            "Why tasks of the whole list failed, most frequent reasons first: up to 50, from at most "
            "100,000 failed tasks. Computed only if selected. Administrators' reads are audited."
        ),
    )
    async def failures(root: strawberry.Parent[ListPage[TaskRow]]) -> list[FailureReasonRow]:
        return await reasons_of_failures(root)


@strawberry.type(description="A task that another was derived from.")
class TaskSource:
    relation: TaskRelation = strawberry.field(description="How the task was derived from this source.")
    source_id: strawberry.ID = strawberry.field(name="taskId", description="The source, which may be deleted.")

    @strawberry.field(
        graphql_type=TaskRecord | None, metadata=reads("source_id", "user_id"), description="Null once it is deleted."
    )
    async def task(root: strawberry.Parent[TaskDerivation], info: Info) -> TaskRow | None:
        return await find_related_task(info.context, root.user_id, root.source_id)

    @strawberry.field(
        graphql_type=Image | None,
        metadata=reads("source_id", "user_id", "image_index"),
        description=(
            "The image used; null if none was named, the task is deleted, or its images were removed "
            "because of their age."
        ),
    )
    async def image(root: strawberry.Parent[TaskDerivation], info: Info) -> RecordedImage | None:
        if root.image_index is None:
            return None
        task = await find_related_task(info.context, root.user_id, root.source_id)
        images = images_of(task) if task else []
        return images[root.image_index] if images else None


@strawberry.type(description="A task and all tasks that led to it, each counted once, deleted ones included.")
class Lineage:
    @strawberry.field(
        graphql_type=list[TaskRecord],
        metadata=reads("root_ids", "user_id") | at_most(MAX_ROOTS),
        description="Up to 16 tasks without sources with which the lineage began, oldest first, without deleted ones.",
    )
    async def roots(root: strawberry.Parent[LineageRow], info: Info) -> list[TaskRow]:
        found = (find_related_task(info.context, root.user_id, one) for one in root.root_ids or ())
        roots = await asyncio.gather(*found)
        return [task for task in roots if task]

    depth: int = strawberry.field(description="Steps to the most distant task.")
    task_count: int
    failed_task_count: int = strawberry.field(name="failedTasks", metadata=formerly("failedTaskCount"))
    tokens_used: BigInt
    credits_deducted: BigInt
    cost: Decimal
    generation_time_ms: BigInt = strawberry.field(description="Sum of the reported times.")
    truncated: bool = strawberry.field(
        description="Whether there are more than 200 steps or 500 tasks; the others are not counted."
    )
