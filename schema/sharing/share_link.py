from datetime import datetime

import strawberry

from models.boards.board_statements import BoardRow
from models.sharing.link_record import ShareLinkRecord
from models.statement import is_row_of
from models.tasks.task_row import TaskRow
from resolvers.context import Info
from resolvers.paging import ListPage, Window
from resolvers.sharing.change_links import create_share_link, revoke_share_link
from resolvers.sharing.find_links import board_of_link, list_share_links, task_of_link
from schema.boards.board import Board
from schema.tasks.task_record import TaskRecord
from schema.types.connection_types import Node, connection, paged
from schema.types.field_metadata import reads
from schema.types.payload import IdInput, faults, mutation, payload
from schema.types.scalars import URL
from schema.types.user_error import UserError


@strawberry.type(
    description=(
        "A URL at which anyone can view the images of a task or a board. It is returned only on "
        "creation, since the server stores only a digest of its secret."
    )
)
class ShareLink(Node):
    @strawberry.field(
        graphql_type=TaskRecord | None,
        metadata=reads("task_id", "user_id"),
        description="Null for a board, and for a trashed or deleted task.",
    )
    async def task(root: strawberry.Parent[ShareLinkRecord], info: Info) -> TaskRow | None:
        return await task_of_link(info.context, root)

    @strawberry.field(
        graphql_type=Board | None,
        metadata=reads("board_id"),
        description="Null for a task, and for a caller who is not a member.",
    )
    async def board(root: strawberry.Parent[ShareLinkRecord], info: Info) -> BoardRow | None:
        return await board_of_link(info.context, root)

    shows_prompt: bool = strawberry.field(description="Whether viewers see prompts.")
    allows_download: bool = strawberry.field(description="Whether viewers are offered the image files.")
    created_at: datetime
    expires_at: datetime | None = strawberry.field(description="Null for never.")
    revoked_at: datetime | None = strawberry.field(description="Null unless the link was revoked.")
    views: int = strawberry.field(description="Views of its page, without crawlers; at most a few seconds old.")

    is_type_of = staticmethod(is_row_of(ShareLinkRecord))


ShareLinkConnection = connection("ShareLink", ShareLink, "A page of links.", "A link and its cursor.")


@strawberry.type
class SharingQuery:
    @strawberry.field(
        graphql_type=ShareLinkConnection, description="The caller's links, newest first, ended ones included."
    )
    @paged
    async def share_links(self, info: Info, window: Window) -> ListPage[ShareLinkRecord]:
        return await list_share_links(info.context, info.context.caller.id, window)


@strawberry.input(description="A link to create.")
class CreateShareLinkInput:
    id: strawberry.ID | None = strawberry.field(
        default=None,
        description="A UUID of the client's, so that a retry creates no second link. A retry returns no URL.",
    )
    task_id: strawberry.ID | None = strawberry.field(
        default=None, description="The task whose results to show, without its input image."
    )
    board_id: strawberry.ID | None = strawberry.field(
        default=None, description="A board to show instead. The link ends when the caller is no longer its owner."
    )
    shows_prompt: bool = strawberry.field(default=False, description="Show prompts to viewers.")
    allows_download: bool = strawberry.field(
        default=False, description="Without it, viewers can still save an image that they see."
    )
    expires_at: datetime | None = strawberry.field(default=None, description="Never by default.")


@strawberry.type(description="What `createShareLink` did.")
class CreateShareLinkPayload:
    share_link: ShareLink | None = None
    url: URL | None = strawberry.field(default=None, description="It is not returned again.")
    errors: list[UserError] = faults()


@strawberry.type
class SharingMutations:
    create_share_link = mutation(
        create_share_link,
        CreateShareLinkInput,
        CreateShareLinkPayload,
        (
            "Create a URL at which anyone can view the images of a task or a board. Requires a plan with "
            "`canShare`. A user may have up to 1,000 active links."
        ),
    )
    revoke_share_link = mutation(
        revoke_share_link,
        IdInput,
        payload(share_link=ShareLink),
        (
            "Revoke a link; it stops working within a minute. Idempotent. Owners of a board may revoke any link to it, "
            "administrators any link."
        ),
    )
