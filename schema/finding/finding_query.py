from datetime import datetime

import strawberry

from models.finding.prompt_list import PromptRow
from models.tasks.task_row import TaskRow
from resolvers.arguments import read_argument
from resolvers.context import Info
from resolvers.finding.list_prompts import CountedLabel, best_task_of_prompt, count_labels, list_prompts, task_of_prompt
from resolvers.finding.similar_tasks import MOST_SIMILAR, Likeness, SimilarTo, TaskAlike, similar_tasks
from resolvers.labels.dictionary import dictionary
from resolvers.paging import ListPage, Window
from schema.labels.label import PromptLabel
from schema.provenance.image_verification import GivenImageInput
from schema.tasks.task_record import TaskRecord
from schema.types.connection_types import connection, paged
from schema.types.described_enum import described_enum
from schema.types.field_metadata import at_most, costs, given, reads
from schema.types.scalars import BigInt


@strawberry.type(
    description="A prompt and the results of its tasks. Case and spaces are ignored; removed tasks are not counted."
)
class Prompt:
    text: str = strawberry.field(
        metadata=costs(2.5), description="As in its newest completed task, or else in its newest."
    )
    task_count: int
    completed_tasks: int
    failed_tasks: int
    credits_deducted: BigInt = strawberry.field(description="Credits that all of the tasks cost.")
    last_used_at: datetime = strawberry.field(description="When its newest task was created.")

    @strawberry.field(
        graphql_type=TaskRecord,
        metadata=reads("task_id", "user_id"),
        description="The newest completed task, or else the newest.",
    )
    async def task(root: strawberry.Parent[PromptRow], info: Info) -> TaskRow:
        return await task_of_prompt(info.context, root)

    @strawberry.field(
        graphql_type=TaskRecord,
        metadata=reads("key", "task_id", "user_id") | costs(3),  # a picture is looked for among 100 tasks
        description=(
            "The best rated of the newest 100 completed tasks; unrated tasks count as 3, and starred, "
            "then newer ones come first. Without one, `task`."
        ),
    )
    async def best_task(root: strawberry.Parent[PromptRow], info: Info) -> TaskRow:
        return await best_task_of_prompt(info.context, root)


PromptConnection = connection("Prompt", Prompt, "A page of prompts.", "A prompt and its cursor.")


described_enum(
    Likeness,
    "How a task resembles the input.",
    SAME_IMAGE="The same bytes, or the same image in another format or size.",
    SAME_PROMPT="The same words; case and spaces are ignored.",
    SIMILAR_IMAGE="A similar-looking image.",
    SIMILAR_PROMPT="At least half of the words, or pairs of Chinese characters, match.",
)


@strawberry.input(one_of=True, description="The input to find similar tasks for.")
class SimilarToInput:
    task_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="One of the caller's tasks, by its images and its prompt."
    )
    prompt: str | None = strawberry.field(default=strawberry.UNSET, description="A text of up to 10,000 characters.")
    image: GivenImageInput | None = strawberry.field(default=strawberry.UNSET, description="The image is not stored.")


@strawberry.type(description="A task similar to the input.")
class SimilarTask:
    task: TaskRecord = strawberry.field(description="One of the caller's tasks.")
    likeness: Likeness = strawberry.field(description="How it resembles the input.")
    score: float = strawberry.field(description="0 to 1, which means the same.")


@strawberry.type(description="A label and its number of tasks.")
class LabelCount:
    label: PromptLabel = strawberry.field(description="A label of at least one of the caller's prompts.")
    task_count: int = strawberry.field(description="Tasks whose prompt has the label.")


@strawberry.type
class FindingQuery:
    @strawberry.field(
        graphql_type=list[SimilarTask],
        metadata=given("first", MOST_SIMILAR) | costs(300),  # measured with 30,000 tasks
        description=(
            "The caller's tasks that resemble a prompt, an image or another task: same images first, "
            "then same prompts, then similar ones. Tasks are found a few seconds after they are recorded "
            "or completed; `first` is 1 to 50."
        ),
    )
    async def similar_tasks(self, info: Info, to: SimilarToInput, first: int = 12) -> list[TaskAlike]:
        return await similar_tasks(info.context, read_argument(SimilarTo, "to", to), first)

    @strawberry.field(
        graphql_type=PromptConnection,
        metadata=costs(20),
        description=(
            "The caller's prompts, most used first. Tasks are included a few seconds after they are "
            "recorded. `search` works as in `TaskFilter`."
        ),
    )
    @paged
    async def prompts(self, info: Info, window: Window, search: str | None = None) -> ListPage[PromptRow]:
        return await list_prompts(info.context, window, search)

    @strawberry.field(
        graphql_type=list[LabelCount],
        metadata=at_most(len(dictionary().labels)) | costs(250),
        description=(
            "The labels of the caller's prompts, most tasks first. Tasks are included a few seconds "
            "after they are recorded."
        ),
    )
    async def labels(self, info: Info) -> list[CountedLabel]:
        return await count_labels(info.context)
