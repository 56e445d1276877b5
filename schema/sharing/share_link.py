from datetime import datetime

import strawberry

from models.boards.board_statements import BoardRow
from models.sharing.link_record import ShareLinkRecord
from models.statement import is_row_of
from models.tasks.task_row import TaskRow
from resolvers.context import Info
from resolvers.paging import ListPage, Window
from resolvers.sharing.find_links import board_of_link, list_share_links, task_of_link
from schema.boards.board import Board
from schema.tasks.task_record import TaskRecord
from schema.types.connection_types import connection, paged
from schema.types.field_metadata import reads
from schema.types.node import Node


@strawberry.type(
    description=(
        "A URL at which anyone can view the images of a task or a board until the link ends; with `showsPrompt`, also "
        "the prompts. The URL is returned only on creation, since the server stores only a digest of its secret."
    )
)
class ShareLink(Node):
    @strawberry.field(
        graphql_type=TaskRecord | None,
        metadata=reads("task_id", "user_id"),
        description="The task shown; null for a board, while the task is in the trash, and once it is deleted.",
    )
    async def task(root: strawberry.Parent[ShareLinkRecord], info: Info) -> TaskRow | None:
        return await task_of_link(info.context, root)

    @strawberry.field(
        graphql_type=Board | None,
        metadata=reads("board_id"),
        description="The board shown; null for a link to a task, and for a caller who is not a member.",
    )
    async def board(root: strawberry.Parent[ShareLinkRecord], info: Info) -> BoardRow | None:
        return await board_of_link(info.context, root)

    shows_prompt: bool = strawberry.field(description="Whether its page shows prompts.")
    allows_download: bool = strawberry.field(description="Whether its page offers the images for download.")
    created_at: datetime
    expires_at: datetime | None = strawberry.field(description="When the link expires; null for never.")
    revoked_at: datetime | None = strawberry.field(description="When the link was revoked; null if it was not.")
    views: int = strawberry.field(description="Number of page views, without crawlers; at most a few seconds old.")

    is_type_of = staticmethod(is_row_of(ShareLinkRecord))


ShareLinkConnection = connection("ShareLink", ShareLink, "A page of links.", "A link and its cursor.")


@strawberry.type
class SharingQuery:
    @strawberry.field(
        graphql_type=ShareLinkConnection,
        description="The caller's links, newest first, ended links included.",
    )
    @paged
    async def share_links(self, info: Info, window: Window) -> ListPage[ShareLinkRecord]:
        return await list_share_links(info.context, info.context.caller.id, window)
