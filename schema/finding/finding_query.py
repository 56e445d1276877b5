import strawberry

from models.finding.prompt_list import PromptRow
from resolvers.arguments import read_argument
from resolvers.context import Info
from resolvers.finding.list_prompts import CountedLabel, count_labels, list_prompts
from resolvers.finding.similar_tasks import MOST_SIMILAR, Likeness, SimilarTo, TaskAlike, similar_tasks
from resolvers.labels.dictionary import dictionary
from resolvers.paging import ListPage, Window
from schema.finding.prompt import PromptConnection
from schema.labels.label import PromptLabel
from schema.provenance.image_verification import GivenImageInput
from schema.tasks.task_record import TaskRecord
from schema.types.connection_types import paged
from schema.types.described_enum import described_enum
from schema.types.field_metadata import at_most, costs, given

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
    task_id: strawberry.ID | None = strawberry.UNSET
    prompt: str | None = strawberry.UNSET
    image: GivenImageInput | None = strawberry.field(default=strawberry.UNSET, description="The image is not stored.")


@strawberry.type(description="A task similar to the input.")
class SimilarTask:
    task: TaskRecord
    likeness: Likeness
    score: float = strawberry.field(description="The similarity, 0 to 1; 1 means the same.")


@strawberry.type(description="A label and its number of tasks.")
class LabelCount:
    label: PromptLabel
    task_count: int


@strawberry.type
class FindingQuery:
    @strawberry.field(
        graphql_type=list[SimilarTask],
        metadata=given("first", MOST_SIMILAR) | costs(300),  # measured with 30,000 tasks
        description=(
            "The caller's tasks that resemble a prompt, an image or a task, closest first: the same image, the same "
            "prompt, then similar ones. The given task itself is left out. Tasks are found a few seconds after they "
            "are recorded or completed; `first` is 1 to 50."
        ),
    )
    async def similar_tasks(self, info: Info, to: SimilarToInput, first: int = 12) -> list[TaskAlike]:
        return await similar_tasks(info.context, read_argument(SimilarTo, "to", to), first)

    @strawberry.field(
        graphql_type=PromptConnection,
        metadata=costs(20),
        description=(
            "The prompts that the caller has used, most used first, each with its results. Tasks are included a few "
            "seconds after they are recorded. `search` works as in `TaskFilter`."
        ),
    )
    @paged
    async def prompts(self, info: Info, window: Window, search: str | None = None) -> ListPage[PromptRow]:
        return await list_prompts(info.context, window, search)

    @strawberry.field(
        graphql_type=list[LabelCount],
        metadata=at_most(len(dictionary().labels)) | costs(250),
        description=(
            "The subjects and styles in the caller's prompts, each with its number of tasks, most tasks first. Tasks "
            "are included a few seconds after they are recorded."
        ),
    )
    async def labels(self, info: Info) -> list[CountedLabel]:
        return await count_labels(info.context)
