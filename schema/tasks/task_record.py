"""A task, its sources, its lineage and its page: types that name each other, and so are in one file."""

import asyncio
from datetime import datetime
from decimal import Decimal
from typing import Annotated

import strawberry

from models.boards.board_statements import BoardOfTask
from models.lineage.lineage_statements import MAX_ROOTS, LineageRow
from models.lineage.task_derivation import TaskDerivation
from models.statement import is_row_of
from models.statistics.list_totals import REASONS, FailureReasonRow, TaskTotalsRow
from models.tasks.task import MAX_IMAGES
from models.tasks.task_row import TaskRow
from resolvers.boards.find_boards import beside, find_boards_of_tasks
from resolvers.context import Info
from resolvers.credits.reservation import credits_held
from resolvers.images.recorded_image import IMAGE_COLUMNS, RESULT_COLUMNS, RecordedImage, image_of, images_of
from resolvers.labels.dictionary import LabelRow, dictionary
from resolvers.labels.find_labels import labels_of
from resolvers.lineage.find_lineage import (
    find_lineages,
    find_related_task,
    find_sources,
    list_derived_tasks,
    whose,
    whose_lineage,
)
from resolvers.lineage.lineage_inputs import MAX_SOURCES
from resolvers.paging import MAX_PAGE_SIZE, ListPage, Window, window
from resolvers.statistics.total_tasks import reasons_of_failures, total_tasks
from resolvers.tasks.list_tasks import CountedTasks, count_tasks
from schema.images.image import Image
from schema.labels.label import PromptLabel
from schema.lineage.task_source_input import TaskRelation
from schema.tasks.task_enums import TaskStatus, TaskType
from schema.tasks.task_place import Count
from schema.tasks.task_totals import FailureReason, TaskTotals
from schema.types.field_metadata import at_most, costs, given, of_page, reads
from schema.types.node import Node
from schema.types.page_info import PageInfo
from schema.types.paged import paged
from schema.types.scalars import JSON, BigInt

BoardType = Annotated["Board", strawberry.lazy("schema.boards.board")]  # type: ignore[name-defined]  # noqa: F821
"""Found by its name when the schema is made: a board has tasks, so `board.py` imports this file."""


@strawberry.type(description="One image-generation task: what was asked, what came of it, and what it cost.")
class TaskRecord(Node):
    user_id: strawberry.ID = strawberry.field(description="The user whose task it is.")
    task_type: TaskType
    status: TaskStatus
    prompt: str = strawberry.field(metadata=costs(2.5), description="What the user asked for, 1 to 10,000 characters.")

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
        description="The result, or the first of several; null until the task is completed.",
    )
    def generated_image(root: strawberry.Parent[TaskRow]) -> RecordedImage | None:
        return image_of(root, "generated")

    tokens_used: int = strawberry.field(description="How many tokens the generation used; 0 until the task has ended.")
    credits_deducted: int = strawberry.field(description="How many credits the task cost; 0 until the task has ended.")

    @strawberry.field(
        metadata=reads("status", "credits_reserved", "credits_held_until"),
        description="How many credits are held for the task; 0 once it has ended, or did not end in time.",
    )
    def credits_held(root: strawberry.Parent[TaskRow]) -> int:
        return credits_held(root)

    @strawberry.field(
        graphql_type=list[PromptLabel],
        metadata=reads("prompt") | at_most(len(dictionary().labels), counted=10) | costs(1),
        description="The subjects and styles that its prompt names, found by the server.",
    )
    def labels(root: strawberry.Parent[TaskRow]) -> list[LabelRow]:
        return labels_of(root)

    error_message: str | None = strawberry.field(
        metadata=costs(0.5), description="Why the task failed; null unless it did."
    )
    aspect_ratio: str | None = strawberry.field(
        description="Width to height, for example `16:9`; pixels, for example `1024x1024`; or `auto`."
    )
    model_version: str | None = strawberry.field(description="The model that generates, for example `gemini-1.5-pro`.")
    generation_time_ms: int | None = strawberry.field(
        description="How long the generation itself took, in milliseconds, as reported at completion."
    )
    created_at: datetime = strawberry.field(description="When the task was recorded.")
    updated_at: datetime = strawberry.field(description="When anything of the task last changed.")
    completed_at: datetime | None = strawberry.field(
        description="When the task was completed, failed or canceled; null until then."
    )

    images_removed_at: datetime | None = strawberry.field(
        description="When its images were removed because of their age; null if they were not."
    )
    prompt_removed_at: datetime | None = strawberry.field(
        description=(
            "When its prompt, error message, `parameters` and `metadata` were removed because of their age; null if "
            "they were not. From then on `prompt` is empty."
        )
    )
    trashed_at: datetime | None = strawberry.field(
        description="When it was put into the trash; null if it is not there."
    )
    rating: int | None = strawberry.field(
        description="What the user thinks of the result, 1 to 5; null if they have not said."
    )

    @strawberry.field(
        metadata=reads("user_id", "starred_at"),
        description="Whether the caller has starred it; to a back end, whether its user has.",
    )
    def is_starred(root: strawberry.Parent[TaskRow], info: Info) -> bool:
        return root.starred_at is not None and info.context.caller.owner in (None, root.user_id)

    image_count: int = strawberry.field(description="How many images were asked for.")
    only_service_ends: bool = strawberry.field(
        description=(
            "Whether only a back end (`SERVICE`) may start and end the task, because it has recorded or started it or "
            "the plan says so; a user may delete it once it has ended."
        )
    )
    external_id: str | None = strawberry.field(
        description=(
            "The id that the provider or the product knows the task by, such as a prediction's, up to 200 characters; "
            "unique among a user's tasks that are not removed."
        )
    )
    parameters: JSON | None = strawberry.field(
        metadata=costs(4),
        description=(
            "What the model was given beside the prompt: seed, size, steps, negative prompt. An object of up to 16,384 "
            "bytes of JSON, 10 levels deep, its numbers kept exactly; removed with the prompt. Null if none was given."
        ),
    )
    metadata: JSON | None = strawberry.field(
        metadata=costs(1),
        description=(
            "What the product notes for itself. An object of up to 4,096 bytes of JSON, whose top-level strings can be "
            "filtered by; removed with the prompt. Null if none was given."
        ),
    )
    input_tokens: int | None = strawberry.field(
        description="The part of `tokensUsed` that was read; null when the parts are not known."
    )
    output_tokens: int | None = strawberry.field(
        description="The part of `tokensUsed` that was generated; null when the parts are not known."
    )
    cost: Decimal | None = strawberry.field(
        description=(
            "What the provider charged, in the installation's currency (`CURRENCY`); null when it was not reported."
        )
    )
    failure_code: str | None = strawberry.field(
        description=(
            "Why it failed, for programs: `content_policy`, `provider_timeout`. Up to 50 characters of `a-z0-9_`; null "
            "when it did not fail or no code was given."
        )
    )
    started_at: datetime | None = strawberry.field(
        description="When the generation began; null if `startTask` was not called and no time was given."
    )
    deadline: datetime | None = strawberry.field(
        description=(
            "When it fails by itself with `failureCode` `deadline`, if it has not ended by then; null for never. It "
            "may still be completed for 24 hours: a picture that was paid for is not lost."
        )
    )

    @strawberry.field(
        graphql_type=list[Image],
        metadata=reads(*RESULT_COLUMNS) | at_most(MAX_IMAGES),
        description=("All results, in order; the first is `generatedImage`. Empty until the task is completed."),
    )
    def images(root: strawberry.Parent[TaskRow]) -> list[RecordedImage]:
        return images_of(root)

    @strawberry.field(
        metadata=reads(*RESULT_COLUMNS),
        description="How many results there are; 0 until the task is completed.",
    )
    def result_count(root: strawberry.Parent[TaskRow]) -> int:
        return len(images_of(root))

    @strawberry.field(
        graphql_type="list[TaskSource]",
        metadata=reads("id", "user_id") | at_most(MAX_SOURCES),
        description="The tasks that this one was made from, in the order given.",
    )
    async def sources(root: strawberry.Parent[TaskRow], info: Info) -> list[TaskDerivation]:
        return await info.context.load(find_sources, root.id, whose(info.context, root.user_id, "sources"))

    @strawberry.field(
        graphql_type="TaskConnection",
        metadata=reads("id", "user_id") | costs(10),
        description="The tasks that were made from this one, oldest first.",
    )
    @paged
    async def derived_tasks(
        root: strawberry.Parent[TaskRow],
        info: Info,
        window: Window,
    ) -> ListPage[TaskRow]:
        return await list_derived_tasks(info, root, window)

    @strawberry.field(
        graphql_type="Lineage",
        metadata=reads("id", "user_id") | costs(65),  # measured with 500 tasks in 170 steps; a few cost next to nothing
        description="What this task and all tasks that led to it used: the whole cost of its picture.",
    )
    async def lineage(root: strawberry.Parent[TaskRow], info: Info) -> LineageRow:
        of = whose_lineage(info.context, root.user_id)
        return await info.context.load(find_lineages, root.id, of)

    @strawberry.field(
        graphql_type=list[BoardType],
        metadata=reads("id", "user_id") | given("first", MAX_PAGE_SIZE) | costs(2),
        description="The caller's boards that it is on, those changed last first: `first` of them, up to 100.",
    )
    async def boards(root: strawberry.Parent[TaskRow], info: Info, first: int = 20) -> list[BoardOfTask]:
        asked = root.id, window(first, None, None, None).size
        return await info.context.load(find_boards_of_tasks, asked, beside(info.context, root.user_id))

    is_type_of = staticmethod(is_row_of(TaskRow))


@strawberry.type(description="A task and its position in the list.")
class TaskEdge:
    cursor: str = strawberry.field(description="The position, for `after` and `before`.")
    node: TaskRecord


@strawberry.type(description="A page of tasks.")
class TaskConnection:
    edges: list[TaskEdge] = strawberry.field(metadata=of_page())
    nodes: list[TaskRecord] = strawberry.field(
        metadata=of_page(), description="The tasks of `edges`, for clients that need no cursors."
    )
    page_info: PageInfo

    @strawberry.field(
        graphql_type=Count,
        metadata=reads(),
        description="How many tasks the whole list has, regardless of the page. Counted only when selected.",
    )
    async def total_count(root: strawberry.Parent[ListPage[TaskRow]]) -> CountedTasks:
        return await count_tasks(root)

    @strawberry.field(
        graphql_type=TaskTotals,
        metadata=reads() | costs(400),  # measured with 100,000 tasks
        description="What all tasks of the list used, regardless of the page. Added up only when selected.",
    )
    async def totals(root: strawberry.Parent[ListPage[TaskRow]]) -> TaskTotalsRow:
        return await total_tasks(root)

    @strawberry.field(
        graphql_type=list[FailureReason],
        metadata=reads() | at_most(REASONS) | costs(400),
        description=(
            "Why tasks of the list failed, regardless of the page: up to 50 reasons, those of most tasks first, of "
            "100,000 failed tasks at most. Grouped only when selected. An administrator's reading is "
            "recorded in the audit."
        ),
    )
    async def failures(root: strawberry.Parent[ListPage[TaskRow]]) -> list[FailureReasonRow]:
        return await reasons_of_failures(root)


@strawberry.type(description="A task that another was made from.")
class TaskSource:
    relation: TaskRelation
    source_id: strawberry.ID = strawberry.field(name="taskId")

    @strawberry.field(
        graphql_type=TaskRecord | None,
        metadata=reads("source_id", "user_id"),
        description="The source; null once it is deleted.",
    )
    async def task(root: strawberry.Parent[TaskDerivation], info: Info) -> TaskRow | None:
        return await find_related_task(info.context, root.user_id, root.source_id)

    @strawberry.field(
        graphql_type=Image | None,
        metadata=reads("source_id", "user_id", "image_index"),
        description=(
            "The image of the source that was used; null when it was none in particular, the source is deleted, or its "
            "images were removed because of their age."
        ),
    )
    async def image(root: strawberry.Parent[TaskDerivation], info: Info) -> RecordedImage | None:
        if root.image_index is None:
            return None
        task = await find_related_task(info.context, root.user_id, root.source_id)
        images = images_of(task) if task else []
        return images[root.image_index] if images else None


@strawberry.type(
    description=(
        "A task and all tasks that led to it. Each is counted once; deleted ones are included, since what they used "
        "stays known."
    )
)
class Lineage:
    @strawberry.field(
        graphql_type=list[TaskRecord],
        metadata=reads("root_ids", "user_id") | at_most(MAX_ROOTS),
        description=(
            "The tasks without sources, with which the lineage began: oldest first, up to 16, without deleted ones."
        ),
    )
    async def roots(root: strawberry.Parent[LineageRow], info: Info) -> list[TaskRow]:
        found = (find_related_task(info.context, root.user_id, one) for one in root.root_ids or ())
        roots = await asyncio.gather(*found)
        return [task for task in roots if task]

    depth: int = strawberry.field(description="How many steps back the farthest task is.")
    task_count: int
    failed_task_count: int
    tokens_used: BigInt = strawberry.field(description="How many tokens all of these tasks used.")
    credits_deducted: BigInt = strawberry.field(description="How many credits all of these tasks cost.")
    cost: Decimal = strawberry.field(description="What providers charged for all of these tasks.")
    generation_time_ms: BigInt = strawberry.field(
        description="How long the generation of all of these tasks took, in milliseconds."
    )
    truncated: bool = strawberry.field(
        description="Whether there are tasks beyond 200 steps back, or beyond 500 tasks; those are not counted."
    )
