from datetime import datetime

import strawberry

from models.sharing.link_statements import ShareLinkRow
from models.tasks.task_row import TaskRow
from resolvers.context import Info
from resolvers.sharing.find_links import task_of_link
from schema.tasks.task_record import TaskRecord
from schema.types.field_metadata import reads
from schema.types.node import Node
from schema.types.page_info import PageInfo


@strawberry.type(
    description=(
        "An address under which anyone sees the pictures of a task, and nothing else, until it ends. The address is "
        "returned when it is made and not again: the server keeps a digest of its secret."
    )
)
class ShareLink(Node):
    @strawberry.field(
        graphql_type=TaskRecord | None,
        metadata=reads("task_id", "user_id"),
        description="What it shows: nothing while the task is in the trash, and once it is deleted; it is null then.",
    )
    async def task(root: strawberry.Parent[ShareLinkRow], info: Info) -> TaskRow | None:
        return await task_of_link(info.context, root)

    shows_prompt: bool = strawberry.field(description="Whether its page has the prompt.")
    allows_download: bool = strawberry.field(description="Whether its page offers the pictures as files.")
    created_at: datetime
    expires_at: datetime | None = strawberry.field(description="When it ends by itself; null: never.")
    revoked_at: datetime | None = strawberry.field(description="When it was ended; null until then.")
    views: int = strawberry.field(
        description="How often its page was opened, not by crawlers; some seconds old at most."
    )

    @classmethod
    def is_type_of(cls, value: object, _: object) -> bool:
        return isinstance(value, ShareLinkRow)


@strawberry.type(description="A link and its position in the list.")
class ShareLinkEdge:
    cursor: str
    node: ShareLink


@strawberry.type(description="A page of links.")
class ShareLinkConnection:
    edges: list[ShareLinkEdge]
    nodes: list[ShareLink]
    page_info: PageInfo
