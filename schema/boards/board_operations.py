from datetime import datetime
from typing import cast

import strawberry

from models.boards.board_statements import BoardRow
from models.boards.board_tables import BoardRole
from resolvers.arguments import read_ids
from resolvers.boards.change_boards import (
    Invited,
    add_to_board,
    create_board,
    delete_board,
    invite_to_board,
    join_board,
    remove_from_board,
    revoke_invitation,
    set_board_member,
    update_board,
)
from resolvers.boards.find_boards import find_boards, list_boards
from resolvers.context import Info
from resolvers.paging import ListPage, Window
from resolvers.reading import ThroughBoards
from schema.boards.board import Board, BoardConnection, BoardInvitation
from schema.types.connection_types import paged
from schema.types.payload import IdInput, faults, mutation, payload
from schema.types.scalars import URL
from schema.types.user_error import UserError


@strawberry.type
class BoardQuery:
    @strawberry.field(graphql_type=BoardConnection, description="The caller's boards, last changed first.")
    @paged
    async def boards(self, info: Info, window: Window) -> ListPage[BoardRow]:
        return await list_boards(info, info.context.caller.id, window, ThroughBoards())

    @strawberry.field(
        graphql_type=Board | None,
        description=(
            "A board; null if it does not exist or the caller is not a member. A back end (`SERVICE`) sees any board "
            "as its owner does."
        ),
    )
    async def board(self, info: Info, id: strawberry.ID) -> BoardRow | None:
        [board_id] = read_ids("id", [id])
        return (await find_boards(info.context, [board_id])).get(board_id)


@strawberry.input(description="A board to create.")
class CreateBoardInput:
    id: strawberry.ID | None = strawberry.field(
        default=None, description="A UUID of the client's, so that a retry creates no second board."
    )
    name: str = strawberry.field(description="1 to 100 characters.")
    description: str = strawberry.field(default="", description="Up to 2,000 characters.")


@strawberry.input(description="Changes to a board; omitted fields stay unchanged.")
class UpdateBoardInput:
    id: strawberry.ID
    name: str | None = strawberry.field(default=None, description="1 to 100 characters.")
    description: str | None = strawberry.field(default=None, description="Up to 2,000 characters.")
    cover_task_id: strawberry.ID | None = strawberry.field(
        default=None, description="A task on the board, for its cover."
    )


@strawberry.input
class BoardTasksInput:
    """The fields of inputs that name tasks of a board."""

    board_id: strawberry.ID
    task_ids: list[strawberry.ID] = strawberry.field(description="1 to 100 tasks.")


@strawberry.type
class BoardMutations:
    create_board = mutation(
        create_board, CreateBoardInput, payload(board=Board), "Create a board, owned by the caller."
    )
    update_board = mutation(
        update_board,
        UpdateBoardInput,
        payload(board=Board),
        "Change the name, description or cover of a board. Only for owners.",
    )
    delete_board = mutation(
        delete_board,
        IdInput,
        payload(deleted_board_id=strawberry.ID),
        "Delete a board, but not its tasks. Only for owners.",
    )
    add_to_board = mutation(
        add_to_board,
        BoardTasksInput,
        payload(board=Board),
        (
            "Add tasks of the caller's to a board, whose members can then see their prompts and costs. All or none; "
            "idempotent. Only for contributors and owners."
        ),
    )
    remove_from_board = mutation(
        remove_from_board,
        BoardTasksInput,
        payload(board=Board),
        "Remove tasks from a board: contributors their own, owners any. All or none; idempotent.",
    )


@strawberry.input(description="An invitation to create.")
class InviteToBoardInput:
    id: strawberry.ID | None = strawberry.field(
        default=None,
        description=(
            "A UUID of the client's, so that a retry creates no second invitation. A retry returns no secret."
        ),
    )
    board_id: strawberry.ID
    role: BoardRole = strawberry.field(default=BoardRole.VIEWER, description="`VIEWER` or `CONTRIBUTOR`.")
    expires_at: datetime | None = strawberry.field(
        default=None, description="At most 30 days from now; 7 days by default."
    )


@strawberry.type(description="What `inviteToBoard` did.")
class InviteToBoardPayload:
    invitation: BoardInvitation | None = None
    errors: list[UserError] = faults()

    @strawberry.field(description="The page to join, with the secret after `#`. It cannot be read later.")
    def url(self) -> URL | None:
        made = cast("Invited | None", self.invitation)
        return URL(made.url) if made and made.url else None

    @strawberry.field(description="The secret alone, for `joinBoard`. It cannot be read later.")
    def secret(self) -> str | None:
        made = cast("Invited | None", self.invitation)
        return made.secret if made else None


@strawberry.input(description="The secret of an invitation.")
class JoinBoardInput:
    secret: str = strawberry.field(description="As returned by `inviteToBoard`.")


@strawberry.input(description="A member of a board and their new role.")
class SetBoardMemberInput:
    board_id: strawberry.ID
    user_id: strawberry.ID
    role: BoardRole | None = strawberry.field(default=None, description="Null removes the member.")


@strawberry.type
class MemberMutations:
    invite_to_board = mutation(
        invite_to_board,
        InviteToBoardInput,
        InviteToBoardPayload,
        "Create a URL with which one user can join a board. Only for owners.",
    )
    join_board = mutation(
        join_board, JoinBoardInput, payload(board=Board), "Join a board with the secret of an invitation."
    )
    revoke_invitation = mutation(
        revoke_invitation, IdInput, payload(board=Board), "Revoke an invitation. Idempotent. Only for owners."
    )
    set_board_member = mutation(
        set_board_member,
        SetBoardMemberInput,
        payload(board=Board),
        (
            "Change a member's role or, without `role`, remove the member with their tasks and invitations. Only for "
            "owners; members may remove themselves, and then get no `board`. Only `SERVICE` can add a user without an "
            "invitation."
        ),
    )
