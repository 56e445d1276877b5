"""A board, its members and its page: types that name each other, and so are in one file."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

import strawberry

from models.boards.board_pictures import BoardTaskRow
from models.boards.board_statements import MAX_MONTHS, BoardRow, BoardUsageRow
from models.boards.board_tables import MAX_INVITATIONS, MAX_MEMBERS, BoardMembership, BoardRole, InvitationRecord
from models.sharing.link_record import MOST_LISTED, ShareLinkRecord
from models.statement import is_row_of
from resolvers.boards.change_boards import Invited
from resolvers.boards.find_boards import (
    board_scope,
    find_covers,
    find_invitations,
    find_members,
    find_months,
    find_statistics,
    find_statistics_of_month,
    is_owner,
    list_board_tasks,
    total_of,
)
from resolvers.context import Info
from resolvers.images.recorded_image import RecordedImage, image_of
from resolvers.paging import ListPage, Window
from resolvers.sharing.find_links import find_links_of_boards, list_links_of_board
from schema.images.image import Image
from schema.tasks.task_record import TaskConnection
from schema.types.connection_types import Node, connection, paged
from schema.types.described_enum import described_enum
from schema.types.field_metadata import at_most, costs, deprecated, reads
from schema.types.scalars import BigInt
from schema.types.user_field import user_field

ShareLinkType = Annotated["ShareLink", strawberry.lazy("schema.sharing.share_link")]  # type: ignore[name-defined]  # noqa: F821
ShareLinksType = Annotated["ShareLinkConnection", strawberry.lazy("schema.sharing.share_link")]  # type: ignore[name-defined]  # noqa: F821
described_enum(
    BoardRole,
    "A member's role on a board.",
    VIEWER="May view its tasks and their images.",
    CONTRIBUTOR="May also add and remove their own tasks.",
    OWNER="May also change, delete and share the board, and change its members. A board always has an owner.",
)


@strawberry.type(description="A member of a board.")
class BoardMember:
    user_id: strawberry.ID = strawberry.field(description="The member.")
    user = user_field()
    role: BoardRole = strawberry.field(description="What the member may do.")
    joined_at: datetime = strawberry.field(description="When the user joined.")


@strawberry.type(description="An open invitation.")
class BoardInvitation(Node):
    role: BoardRole = strawberry.field(description="The role of the user who joins with it.")
    created_at: datetime
    expires_at: datetime = strawberry.field(description="When it can no longer be used.")

    is_type_of = staticmethod(is_row_of(InvitationRecord, Invited))


@strawberry.type(description="Usage of tasks on a board, by creation time.")
class BoardUsage:
    user_id: strawberry.ID | None = strawberry.field(description="Null for all members together.")
    month: date | None = strawberry.field(description="The first day of the month; null for all months.")
    task_count: int
    completed_tasks: int
    failed_tasks: int
    tokens_used: BigInt
    credits_deducted: BigInt
    cost: Decimal


@strawberry.type(description="Usage of the tasks on a board.")
class BoardStatistics:
    @strawberry.field(
        graphql_type=BoardUsage,
        metadata=reads("id", "owner_id", "member_id") | costs(2),
        description="Of all members and months together.",
    )
    async def total(root: strawberry.Parent[BoardRow], info: Info) -> BoardUsageRow:
        members = await info.context.load(
            find_statistics, root.id, board_scope(info.context, root, "statistics of boards")
        )
        return total_of(members, root.id)

    @strawberry.field(
        graphql_type=list[BoardUsage],
        metadata=reads("id", "owner_id", "member_id") | at_most(MAX_MEMBERS) | costs(2),
        description=(
            "One entry per member, highest usage first. With `month`, only of tasks created in the month of that date."
        ),
    )
    async def members(root: strawberry.Parent[BoardRow], info: Info, month: date | None = None) -> list[BoardUsageRow]:
        of = board_scope(info.context, root, "statistics of boards")
        if month is None:
            return await info.context.load(find_statistics, root.id, of)
        return await info.context.load(find_statistics_of_month, (root.id, month.replace(day=1)), of)

    @strawberry.field(
        graphql_type=list[BoardUsage],
        metadata=reads("id", "owner_id", "member_id") | at_most(MAX_MONTHS) | costs(2),
        description=(
            "One entry for each month with tasks, for all members together: the last 120, oldest first, "
            "in the time zone of `Statistics`."
        ),
    )
    async def months(root: strawberry.Parent[BoardRow], info: Info) -> list[BoardUsageRow]:
        return await info.context.load(find_months, root.id, board_scope(info.context, root, "statistics of boards"))


@strawberry.type(description="A collection of tasks of one or more users. A task can be on many boards.")
class Board(Node):
    name: str = strawberry.field(description="1 to 100 characters.")
    description: str = strawberry.field(metadata=costs(0.5), description="Up to 2,000 characters.")
    owner_id: strawberry.ID = strawberry.field(
        description="The user who created the board or, if no longer an owner, the owner who joined first."
    )
    role: BoardRole = strawberry.field(description="The caller's role.")

    @strawberry.field(
        graphql_type=Image | None,
        metadata=reads("id", "owner_id", "member_id") | costs(3),  # a picture is looked for among 100 tasks
        description="The chosen image, or else the newest; null if there is none.",
    )
    async def cover(root: strawberry.Parent[BoardRow], info: Info) -> RecordedImage | None:
        task = await info.context.load(find_covers, root.id, board_scope(info.context, root, "covers of boards"))
        return image_of(task, "generated") if task else None

    task_count: int = strawberry.field(metadata=costs(0.25), description="Tasks on the board.")

    @strawberry.field(
        graphql_type=TaskConnection,
        metadata=reads("id", "owner_id", "member_id") | costs(20),
        description=(
            "All members' tasks, last added first. In other members' tasks, `metadata`, `externalId`, "
            "`rating` and `originalImage` are null, `sources` is empty, and URLs in `parameters` and "
            "`errorMessage` are replaced by `…`."
        ),
    )
    @paged
    async def tasks(root: strawberry.Parent[BoardRow], info: Info, window: Window) -> ListPage[BoardTaskRow]:
        return await list_board_tasks(info, root, window)

    member_count: int = strawberry.field(metadata=costs(0.25), description="Members, owners included.")

    @strawberry.field(
        graphql_type=list[BoardMember],
        metadata=reads("id", "owner_id", "member_id") | at_most(MAX_MEMBERS) | costs(2),
        description="In the order in which they joined.",
    )
    async def members(root: strawberry.Parent[BoardRow], info: Info) -> list[BoardMembership]:
        return await info.context.load(find_members, root.id, board_scope(info.context, root, "members of boards"))

    @strawberry.field(
        graphql_type=BoardStatistics,
        metadata=reads("id", "owner_id", "member_id"),
        description="Exact: updated whenever tasks change.",
    )
    def statistics(root: strawberry.Parent[BoardRow]) -> BoardRow:
        return root

    @strawberry.field(
        graphql_type=list[BoardInvitation],
        metadata=reads("id", "owner_id", "member_id", "role") | at_most(MAX_INVITATIONS) | costs(2),
        description="Open invitations; empty unless the caller is an owner.",
    )
    async def invitations(root: strawberry.Parent[BoardRow], info: Info) -> list[InvitationRecord]:
        if not is_owner(root):
            return []
        return await info.context.load(
            find_invitations, root.id, board_scope(info.context, root, "invitations to boards")
        )

    @strawberry.field(
        graphql_type=list[ShareLinkType],
        metadata=reads("id", "owner_id", "member_id", "role") | at_most(MOST_LISTED) | costs(2),
        description="The 50 newest links, ended ones included; empty unless the caller is an owner.",
        deprecation_reason=deprecated("Has the 50 newest links alone. `links` has all, in pages."),
    )
    async def share_links(root: strawberry.Parent[BoardRow], info: Info) -> list[ShareLinkRecord]:
        if not is_owner(root):
            return []
        return await info.context.load(
            find_links_of_boards, root.id, board_scope(info.context, root, "links to boards")
        )

    @strawberry.field(
        graphql_type=ShareLinksType,
        metadata=reads("id", "owner_id", "member_id", "role") | costs(10),
        description="Newest first, ended links included; empty unless the caller is an owner.",
    )
    @paged
    async def links(root: strawberry.Parent[BoardRow], info: Info, window: Window) -> ListPage[ShareLinkRecord]:
        return await list_links_of_board(info.context, root, window)

    created_at: datetime
    updated_at: datetime = strawberry.field(description="When the board, its members or its tasks last changed.")

    is_type_of = staticmethod(is_row_of(BoardRow))


BoardConnection = connection("Board", Board, "A page of boards.", "A board and its cursor.")
