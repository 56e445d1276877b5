from datetime import datetime

import strawberry

from models.finding.prompt_list import PromptRow
from models.tasks.task_row import TaskRow
from resolvers.context import Info
from resolvers.finding.list_prompts import best_task_of_prompt, task_of_prompt
from schema.tasks.task_record import TaskRecord
from schema.types.connection_types import PageInfo
from schema.types.field_metadata import costs, of_page, reads
from schema.types.scalars import BigInt


@strawberry.type(
    description="A prompt and the results of its tasks. Case and spaces are ignored; removed tasks are not counted."
)
class Prompt:
    text: str = strawberry.field(metadata=costs(2.5))
    task_count: int
    completed_tasks: int
    failed_tasks: int
    credits_deducted: BigInt = strawberry.field(description="Credits that all of the tasks cost.")
    last_used_at: datetime = strawberry.field(description="When the newest of the tasks was created.")

    @strawberry.field(
        graphql_type=TaskRecord,
        metadata=reads("task_id", "user_id"),
        description="The newest completed task with this prompt, or else the newest task.",
    )
    async def task(root: strawberry.Parent[PromptRow], info: Info) -> TaskRow:
        return await task_of_prompt(info.context, root)

    @strawberry.field(
        graphql_type=TaskRecord,
        metadata=reads("key", "task_id", "user_id") | costs(3),  # a picture is looked for among 100 tasks
        description=(
            "The completed task with the best rating, among the newest 100; unrated tasks count as 3. Ties are broken "
            "by star, then by age, newest first. The same as `task` if none was completed."
        ),
    )
    async def best_task(root: strawberry.Parent[PromptRow], info: Info) -> TaskRow:
        return await best_task_of_prompt(info.context, root)


@strawberry.type(description="A prompt and its cursor.")
class PromptEdge:
    cursor: str = strawberry.field(description="The position in the list, for `after` and `before`.")
    node: Prompt


@strawberry.type(description="A page of prompts.")
class PromptConnection:
    edges: list[PromptEdge] = strawberry.field(metadata=of_page())
    nodes: list[Prompt] = strawberry.field(
        metadata=of_page(), description="The prompts of `edges`, for clients that need no cursors."
    )
    page_info: PageInfo
