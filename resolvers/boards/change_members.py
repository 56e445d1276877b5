"""Invites users to boards, has them join, and changes who is a member."""

from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import NamedTuple
from uuid import UUID, uuid4

from models.boards.board_changes import INVITE, JOIN, REVOKE, SECRET, SET_MEMBER
from models.boards.board_statements import FIND_ANY, INVITATION, BoardRow
from models.boards.board_tables import SECRET_BYTES
from resolvers.arguments import Reference
from resolvers.boards.board_errors import BoardApart, ExpiryNotSoon, SecretNotFound
from resolvers.boards.board_inputs import MemberChange, NewInvitation, Secret
from resolvers.boards.board_refusals import refusing_boards
from resolvers.boards.change_boards import beside_owner, changed
from resolvers.boards.find_boards import find_boards
from resolvers.context import Context
from resolvers.exports.export_tasks import digest
from resolvers.reading import ById, ThroughBoards

OPEN_FOR, MOST_OPEN_FOR = timedelta(days=7), timedelta(days=30)
"""For how long an invitation is open that does not say, and for how long at most."""


class Invited(NamedTuple):
    """An invitation, as its table has it; its address and its secret are None where it was there already."""

    id: UUID
    role: str
    created_at: datetime
    expires_at: datetime
    url: str | None
    secret: str | None


async def invite_to_board(context: Context, given: NewInvitation) -> Invited:
    """
    Make an invitation. Raises ExpiryNotSoon, BoardNotFound, BoardRoleTooLow, TooManyInvitations, InvitationIdTaken.
    """
    now = datetime.now(UTC)
    expires_at = given.expires_at or now + OPEN_FOR
    if not now < expires_at <= now + MOST_OPEN_FOR:
        raise ExpiryNotSoon
    secret, invitation_id = token_urlsafe(SECRET_BYTES), given.id or uuid4()
    invite = INVITE.bind(
        id=invitation_id, board_id=given.board_id, role=given.role, digest=digest(secret), expires_at=expires_at
    )
    async with context.transaction(owner := await beside_owner(context, given.board_id)) as transaction:
        with refusing_boards(new_id=invitation_id):
            [made] = await transaction.rows(invite)
    [invitation] = await context.rows(INVITATION.bind(id=invitation_id), ThroughBoards(owner))
    address = f"{context.origin()}/boards/join#{secret}"
    shown = (address, secret) if made.is_new else (None, None)
    return Invited(invitation.id, invitation.role, invitation.created_at, invitation.expires_at, *shown)


async def revoke_invitation(context: Context, invitation: Reference) -> BoardRow | None:
    """End an invitation; return its board. Raises InvitationNotFound, BoardRoleTooLow."""
    owner = None
    if not context.caller.owner:
        found = await context.rows(INVITATION.bind(id=invitation.id), ById(1))
        owner = await beside_owner(context, found[0].board_id) if found else None
    async with context.transaction(owner) as transaction:
        with refusing_boards("id"):
            [board] = await transaction.rows(REVOKE.bind(id=invitation.id))
    return (await find_boards(context, [board.id])).get(board.id)


async def join_board(context: Context, given: Secret) -> BoardRow | None:
    """
    Make the caller a member by the secret of an invitation. Raises SecretNotFound, TooManyMembers, TooManyBoards;
    BoardApart if the board is not stored beside the caller's rows.
    """
    secret = digest(given.secret)
    try:
        async with context.transaction() as transaction:
            with refusing_boards():
                [board] = await transaction.rows(JOIN.bind(digest=secret))
    except SecretNotFound:
        for apart in await context.database.rows_by_id(SECRET.bind(digest=secret), context.caller.id):
            raise BoardApart(id=apart.board_id, field=SecretNotFound.field) from None
        raise
    return (await find_boards(context, [board.id])).get(board.id)


async def set_board_member(context: Context, member: MemberChange) -> BoardRow | None:
    """
    Give a member another role, or take them off; add one, for a back end. Raises BoardNotFound, BoardRoleTooLow,
    MemberNotFound, LastOwner, TooManyMembers, TooManyBoards, UserNotFound; BoardApart as `join_board`.
    """
    change = SET_MEMBER.bind(**member.model_dump())
    if not context.caller.owner and member.role:
        board = (await find_boards(context, [member.board_id])).get(member.board_id)
        if board and not await context.rows(FIND_ANY.bind(ids=[board.id]), ThroughBoards(member.user_id)):
            raise BoardApart(id=board.id, field=["input", "userId"])
    return await changed(context, member.board_id, change)
