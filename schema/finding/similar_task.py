import strawberry

from resolvers.finding.similar_tasks import Likeness
from schema.provenance.image_verification import GivenImageInput
from schema.tasks.task_record import TaskRecord
from schema.types.described_enum import described_enum

described_enum(
    Likeness,
    "How a task resembles what was given.",
    SAME_IMAGE="The same bytes, or the same picture in another format or size.",
    SAME_PROMPT="The same words, whatever their case and the blanks between them.",
    SIMILAR_IMAGE="A picture that looks alike.",
    SIMILAR_PROMPT="At least half of the words, or pairs of Chinese characters, are the same.",
)


@strawberry.input(one_of=True, description="What tasks are to resemble.")
class SimilarToInput:
    task_id: strawberry.ID | None = strawberry.UNSET
    prompt: str | None = strawberry.UNSET
    image: GivenImageInput | None = strawberry.field(default=strawberry.UNSET, description="Nothing of it is stored.")


@strawberry.type(description="A task that resembles what was given.")
class SimilarTask:
    task: TaskRecord
    likeness: Likeness
    score: float = strawberry.field(description="0 to 1; 1 for the same.")
