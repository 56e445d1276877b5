"""The statements that change boards: functions of the database, which check what the caller may do and what is due."""

from typing import NamedTuple
from uuid import UUID

from models.statement import IdRow, Statement


class MadeInvitation(NamedTuple):
    is_new: bool
    """False for one of this id that was there."""


def call(function: str, *arguments: str) -> Statement[IdRow]:
    """Call a function that returns the board."""
    given = ", ".join(f":{argument}" for argument in arguments)
    return Statement(function, f"SELECT task_record.{function}({given})", IdRow)


CREATE = call("create_board", "id", "name", "description")
UPDATE = call("update_board", "id", "name", "description", "cover_task_id")
DELETE = call("delete_board", "id")
ADD = call("add_to_board", "board_id", "task_ids")
REMOVE = call("remove_from_board", "board_id", "task_ids")
REVOKE = call("revoke_invitation", "id")
JOIN = call("join_board", "digest")
SET_MEMBER = call("set_board_member", "board_id", "user_id", "role")
INVITE = Statement(
    "invite_to_board",
    "SELECT task_record.invite_to_board(:id, :board_id, :role, :digest, :expires_at)",
    MadeInvitation,
)


class BoardOfSecret(NamedTuple):
    board_id: UUID


SECRET = Statement(
    "board_of_invitation",
    "SELECT board_id FROM task_record.board_invitations WHERE secret_sha256 = :digest AND expires_at > now()",
    BoardOfSecret,
)
"""For a back end's rights: the board to which an open invitation with the digest of its secret leads."""
