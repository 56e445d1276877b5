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
    "The kind of an insight. Kinds may be added.",
    CHEAPER_MODEL="Another model did the same prompts for less, with the same success.",
    FASTER_MODEL="Another model did the same prompts in less time, with the same success.",
    FREQUENT_FAILURE="Many tasks failed for the same reason.",
    REPEATED_PROMPT="The same prompt was paid for repeatedly.",
)


@strawberry.type(description="A finding in the caller's tasks and what to do about it.")
class Insight:
    kind: InsightKind
    subject: str = strawberry.field(
        description=(
            "The subject: the cheaper or faster model, the failure's code (or its message if it has none), or the "
            "first 200 characters of the prompt."
        )
    )
    task_count: int = strawberry.field(description="Number of tasks it is based on; of each model if two are compared.")
    credits: BigInt | None = strawberry.field(description="Credits that would have been saved; null if not applicable.")
    evidence: JSON = strawberry.field(
        description="The figures it is based on, such as both models' prices and success rates."
    )

    @strawberry.field(
        graphql_type=list[TaskRecord],
        metadata=reads("task_ids") | at_most(MOST_EXAMPLES),
        description="Up to 5 example tasks.",
    )
    async def tasks(root: strawberry.Parent[Suggestion], info: Info) -> list[TaskRow]:
        return await tasks_of(info.context, root)
