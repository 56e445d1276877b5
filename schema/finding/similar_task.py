import strawberry

from resolvers.finding.similar_tasks import Likeness
from schema.provenance.image_verification import GivenImageInput
from schema.tasks.task_record import TaskRecord
from schema.types.described_enum import described_enum

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
