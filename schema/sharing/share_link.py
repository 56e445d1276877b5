from datetime import datetime

import strawberry

from models.boards.board_statements import BoardRow
from models.sharing.link_record import ShareLinkRecord
from models.statement import is_row_of
from models.tasks.task_row import TaskRow
from resolvers.context import Info
from resolvers.sharing.find_links import board_of_link, task_of_link
from schema.boards.board import Board
from schema.tasks.task_record import TaskRecord
from schema.types.connection_types import connection
from schema.types.field_metadata import reads
from schema.types.node import Node


@strawberry.type(
    description=(
        "An address under which anyone sees the pictures of a task or a board until it ends, with `showsPrompt` also "
        "prompts, and nothing else. The address is returned when it is made and not again: the server keeps a digest "
        "of its secret."
    )
)
class ShareLink(Node):
    @strawberry.field(
        graphql_type=TaskRecord | None,
        metadata=reads("task_id", "user_id"),
        description="The task that it shows. Null for a board, while the task is in the trash, or once it is deleted.",
    )
    async def task(root: strawberry.Parent[ShareLinkRecord], info: Info) -> TaskRow | None:
        return await task_of_link(info.context, root)

    @strawberry.field(
        graphql_type=Board | None,
        metadata=reads("board_id"),
        description="The board that it shows; null for a link to a task, and to those who are no member.",
    )
    async def board(root: strawberry.Parent[ShareLinkRecord], info: Info) -> BoardRow | None:
        return await board_of_link(info.context, root)

    shows_prompt: bool = strawberry.field(description="Whether its page has the prompt.")
    allows_download: bool = strawberry.field(description="Whether its page offers the pictures as files.")
    created_at: datetime
    expires_at: datetime | None = strawberry.field(description="When it ends by itself; null: never.")
    revoked_at: datetime | None = strawberry.field(description="When it was ended; null until then.")
    views: int = strawberry.field(
        description="How often its page was opened, not by crawlers; some seconds old at most."
    )

    is_type_of = staticmethod(is_row_of(ShareLinkRecord))


ShareLinkConnection = connection("ShareLink", ShareLink, "A page of links.", "A link and its position in the list.")
