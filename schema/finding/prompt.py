from datetime import datetime

import strawberry

from models.finding.prompt_list import PromptRow
from models.tasks.task_row import TaskRow
from resolvers.context import Info
from resolvers.finding.list_prompts import best_task_of_prompt, task_of_prompt
from schema.tasks.task_record import TaskRecord
from schema.types.field_metadata import costs, of_page, reads
from schema.types.page_info import PageInfo
from schema.types.scalars import BigInt


@strawberry.type(
    description=(
        "A prompt, whatever its case and the blanks between its words, and what came of it each time; removed tasks "
        "are not counted."
    )
)
class Prompt:
    text: str = strawberry.field(metadata=costs(2.5))
    task_count: int
    completed_tasks: int
    failed_tasks: int
    credits_deducted: BigInt = strawberry.field(description="How many credits all of the tasks cost.")
    last_used_at: datetime = strawberry.field(description="When the newest of the tasks was created.")

    @strawberry.field(
        graphql_type=TaskRecord,
        metadata=reads("task_id", "user_id"),
        description="The newest task with it that was completed, or else the newest.",
    )
    async def task(root: strawberry.Parent[PromptRow], info: Info) -> TaskRow:
        return await task_of_prompt(info.context, root)

    @strawberry.field(
        graphql_type=TaskRecord,
        metadata=reads("key", "task_id", "user_id") | costs(3),  # a picture is looked for among 100 tasks
        description=(
            "The completed task with it whose result is rated best, where one that is not rated counts as 3; of "
            "several, one that is starred, then the newest. The newest 100 are looked at. `task` where none is."
        ),
    )
    async def best_task(root: strawberry.Parent[PromptRow], info: Info) -> TaskRow:
        return await best_task_of_prompt(info.context, root)


@strawberry.type(description="A prompt and its position in the list.")
class PromptEdge:
    cursor: str = strawberry.field(description="The position, for `after` and `before`.")
    node: Prompt


@strawberry.type(description="A page of prompts.")
class PromptConnection:
    edges: list[PromptEdge] = strawberry.field(metadata=of_page())
    nodes: list[Prompt] = strawberry.field(
        metadata=of_page(), description="The prompts of `edges`, for clients that need no cursors."
    )
    page_info: PageInfo
