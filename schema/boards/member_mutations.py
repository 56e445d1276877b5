from datetime import datetime
from typing import cast

import strawberry

from models.boards.board_tables import BoardRole
from resolvers.arguments import Reference
from resolvers.boards.board_inputs import MemberChange, NewInvitation, Secret
from resolvers.boards.change_boards import Invited, invite_to_board, join_board, revoke_invitation, set_board_member
from schema.boards.board import BoardInvitation
from schema.boards.board_mutations import BoardPayload
from schema.types.payload import faults, mutation
from schema.types.scalars import URL
from schema.types.user_error import UserError


@strawberry.input(description="An invitation to create.")
class InviteToBoardInput:
    id: strawberry.ID | None = strawberry.field(
        default=None,
        description=(
            "A UUID chosen by the client, so that a retry creates no second invitation. The response to a retry has no "
            "secret."
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

    @strawberry.field(description="The page's URL, with the secret after `#`. It cannot be read later.")
    def url(self) -> URL | None:
        made = cast("Invited | None", self.invitation)
        return URL(made.url) if made and made.url else None

    @strawberry.field(description="The secret alone, for `joinBoard`. It cannot be read later.")
    def secret(self) -> str | None:
        made = cast("Invited | None", self.invitation)
        return made.secret if made else None


@strawberry.input(description="An invitation to revoke.")
class RevokeInvitationInput:
    id: strawberry.ID


@strawberry.input(description="The secret of an invitation.")
class JoinBoardInput:
    secret: str


@strawberry.input(description="A member of a board and their new role.")
class SetBoardMemberInput:
    board_id: strawberry.ID
    user_id: strawberry.ID
    role: BoardRole | None = strawberry.field(default=None, description="Null removes the member.")


@strawberry.type(description="What `setBoardMember` did. `board` is null for members who removed themselves.")
class SetBoardMemberPayload(BoardPayload):
    pass


@strawberry.type
class MemberMutations:
    invite_to_board = mutation(
        invite_to_board,
        NewInvitation,
        InviteToBoardInput,
        InviteToBoardPayload,
        "Create a URL with which one user can join the board once, until it expires. Only for owners.",
    )
    join_board = mutation(
        join_board, Secret, JoinBoardInput, BoardPayload, "Join a board with the secret of an invitation."
    )
    revoke_invitation = mutation(
        revoke_invitation,
        Reference,
        RevokeInvitationInput,
        BoardPayload,
        "Revoke an invitation. Idempotent. Only for owners.",
    )
    set_board_member = mutation(
        set_board_member,
        MemberChange,
        SetBoardMemberInput,
        SetBoardMemberPayload,
        (
            "Change a member's role or, without a role, remove the member with their tasks and invitations. Only for "
            "owners; members may remove themselves. Only `SERVICE` can add a user without an invitation."
        ),
    )
