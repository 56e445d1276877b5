"""The statements that change boards: functions of the database, which check what the caller may do and what is due."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, String, Uuid, bindparam, text

from models.statement import Statement


class ChangedBoard(NamedTuple):
    id: UUID


class MadeInvitation(NamedTuple):
    is_new: bool
    """False for one of this id that was there."""


KINDS: dict[type, Any] = {UUID: Uuid(), str: String(), datetime: DateTime(timezone=True), list: ARRAY(Uuid())}


def call(function: str, /, **arguments: type) -> Statement[ChangedBoard]:
    """Call a function that returns the board."""
    given = ", ".join(f":{argument}" for argument in arguments)
    bound = [bindparam(argument, type_=KINDS[kind]) for argument, kind in arguments.items()]
    return Statement(function, text(f"SELECT task_record.{function}({given})").bindparams(*bound), ChangedBoard)


CREATE = call("create_board", id=UUID, name=str, description=str)
UPDATE = call("update_board", id=UUID, name=str, description=str, cover_task_id=UUID)
DELETE = call("delete_board", id=UUID)
ADD = call("add_to_board", board_id=UUID, task_ids=list)
REMOVE = call("remove_from_board", board_id=UUID, task_ids=list)
REVOKE = call("revoke_invitation", id=UUID)
JOIN = call("join_board", digest=str)
SET_MEMBER = call("set_board_member", board_id=UUID, user_id=UUID, role=str)
INVITE = Statement(
    "invite_to_board",
    text("SELECT task_record.invite_to_board(:id, :board_id, :role, :digest, :expires_at)").bindparams(
        bindparam("id", type_=Uuid),
        bindparam("board_id", type_=Uuid),
        bindparam("role", type_=String),
        bindparam("digest", type_=String),
        bindparam("expires_at", type_=DateTime(timezone=True)),
    ),
    MadeInvitation,
)


class BoardOfSecret(NamedTuple):
    board_id: UUID


SECRET = Statement(
    "board_of_invitation",
    text(
        "SELECT board_id FROM task_record.board_invitations WHERE secret_sha256 = :digest AND expires_at > now()"
    ).bindparams(bindparam("digest", type_=String)),
    BoardOfSecret,
)
"""For a back end's rights: the board to which an open invitation with the digest of its secret leads."""
