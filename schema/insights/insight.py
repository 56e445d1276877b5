import strawberry

from models.tasks.task_row import TaskRow
from resolvers.context import Info
from resolvers.insights.find_insights import MOST_EXAMPLES, InsightKind, Suggestion, tasks_of
from schema.tasks.task_record import TaskRecord
from schema.types.described_enum import described_enum
from schema.types.field_metadata import at_most, reads
from schema.types.scalars import JSON, BigInt

described_enum(
    InsightKind,
    "What the record suggests. Kinds may be added.",
    CHEAPER_MODEL="Another model did the same prompts for less, as successfully.",
    FASTER_MODEL="Another model did the same prompts in less time, as successfully.",
    FREQUENT_FAILURE="A reason why many tasks failed.",
    REPEATED_PROMPT="The same prompt was paid for again and again.",
)


@strawberry.type(description="Something that the record shows, and what to do about it.")
class Insight:
    kind: InsightKind
    subject: str = strawberry.field(
        description=(
            "What it is about: the model that is cheaper or faster, a failure's code or, without one, its message, or "
            "the first 200 characters of a prompt."
        )
    )
    task_count: int = strawberry.field(
        description="How many tasks it follows from, of each model where two are compared."
    )
    credits: BigInt | None = strawberry.field(
        description="Credits that would have been saved; null where none are at stake."
    )
    evidence: JSON = strawberry.field(
        description="The numbers that it follows from, such as both models' prices and successes."
    )

    @strawberry.field(
        graphql_type=list[TaskRecord],
        metadata=reads("task_ids") | at_most(MOST_EXAMPLES),
        description="Up to 5 tasks that show it.",
    )
    async def tasks(root: strawberry.Parent[Suggestion], info: Info) -> list[TaskRow]:
        return await tasks_of(info.context, root)
