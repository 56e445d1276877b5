"""
The statements that read boards, their members and their use, as far as row-level security shows them. Those that change
boards call functions of the database, which check the caller's rights and the limits.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    String,
    Uuid,
    any_,
    bindparam,
    column,
    func,
    literal_column,
    select,
)
from sqlmodel import SQLModel

from models.boards.board_tables import READ_OF_INVITATION, BoardMembership, InvitationRecord
from models.keyset_list import KeysetList, OrderedRows
from models.statement import IdRow, Statement


class BoardRow:
    """A board as statements return it, with only the columns that the statement selected."""

    __slots__ = ()

    id: UUID
    name: str
    description: str
    owner_id: UUID
    """An owner: the member of longest standing, or the creator."""
    member_id: UUID
    """The user as whose board it is returned: a member, or for a back end an owner."""
    role: str
    """That user's role: the value of a `BoardRole`."""
    member_count: int
    task_count: int
    """Its tasks, of all members."""
    created_at: datetime
    updated_at: datetime


class BoardUsageRow(NamedTuple):
    """What tasks on a board used: those of a member or (None) of all members, in a month or (None) in all."""

    board_id: UUID
    user_id: UUID | None
    month: date | None
    """The first day of the month in which the tasks were created; None for all time."""
    task_count: int
    completed_tasks: int
    failed_tasks: int
    tokens_used: int
    credits_deducted: int
    cost: Decimal


class BoardOfTask(BoardRow):
    __slots__ = ()

    task_id: UUID
    at_most: int
    """How many of the task's boards were requested."""


TABLES = {
    name: SQLModel.metadata.tables[f"task_record.{name}"].c for name in ("boards", "board_members", "board_tasks")
}
BOARD, MEMBER, PLACED = TABLES["boards"], TABLES["board_members"], TABLES["board_tasks"]
USAGE = SQLModel.metadata.tables["task_record.board_usage"].c
ALL_MEMBERS = SQLModel.metadata.tables["task_record.board_members"].alias("all_members").c
MAX_MONTHS = 120
"""The most months of a board that are read, latest first."""
IDS = bindparam("ids", type_=ARRAY(Uuid))


def selected(member_id: ColumnElement[UUID], role: ColumnElement[str]) -> Select[tuple[object, ...]]:
    """Select boards as those of this user, who has this role."""
    used = select(func.coalesce(func.sum(USAGE["task_count"]), literal_column("0"))).where(
        USAGE["board_id"] == BOARD["id"]
    )
    members = select(func.count()).where(ALL_MEMBERS["board_id"] == BOARD["id"])
    columns = [BOARD[name] for name in ("id", "name", "description", "created_at", "updated_at")]
    of_member = BOARD["user_id"].label("owner_id"), member_id.label("member_id"), role.label("role")
    counts = used.scalar_subquery().label("task_count"), members.scalar_subquery().label("member_count")
    return select(*columns, *of_member, *counts)


MEMBERS_OWN = selected(MEMBER["user_id"], MEMBER["role"]).where(
    MEMBER["board_id"] == BOARD["id"], MEMBER["user_id"] == bindparam("user_id")
)
FIND = Statement("find_boards", MEMBERS_OWN.where(BOARD["id"] == any_(IDS)), BoardRow)
"""Those of the boards `ids` where `user_id` is a member."""
FIND_ANY = Statement(
    "find_boards_of_anyone",
    selected(BOARD["user_id"], literal_column("'owner'", String)).where(BOARD["id"] == any_(IDS)),
    BoardRow,
)
"""The boards `ids`, for a back end, which may do with them what owners may."""


def of_tasks() -> Select[tuple[object, ...]]:
    """Select the first boards of each task; counts are computed only for these."""
    asked = (
        func.unnest(IDS, bindparam("at_most", type_=ARRAY(Integer)))
        .table_valued(column("task_id", Uuid), column("at_most", Integer))
        .render_derived()
    )
    board, member = (SQLModel.metadata.tables[f"task_record.{name}"].alias() for name in ("boards", "board_members"))
    own = (
        select(board.c.id)
        .where(
            PLACED["task_id"] == asked.c.task_id,
            board.c.id == PLACED["board_id"],
            member.c.board_id == PLACED["board_id"],
            member.c.user_id == bindparam("user_id"),
        )
        .order_by(board.c.updated_at.desc(), board.c.id.desc())
        .limit(asked.c.at_most)
        .lateral("own")
    )
    first = select(asked.c.task_id, asked.c.at_most, own.c.id).cte("first").prefix_with("MATERIALIZED")
    found = MEMBERS_OWN.add_columns(first.c.task_id, first.c.at_most).where(BOARD["id"] == first.c.id)
    return found.order_by(BOARD["updated_at"].desc(), BOARD["id"].desc())


OF_TASKS = Statement("boards_of_tasks", of_tasks(), BoardOfTask)
"""For each of the tasks `ids`, its boards where `user_id` is a member, last changed first, at most `at_most`."""
BOARDS = OrderedRows(
    "boards",
    MEMBERS_OWN,
    BoardRow,
    (BOARD["updated_at"], BOARD["id"]),
    ("updated_at", "id"),
)


def boards_of(user_id: UUID) -> KeysetList[BoardRow]:
    """The boards where the user is a member, last changed first."""
    return KeysetList(BOARDS, "boards", {"user_id": user_id})


MEMBERS = Statement(
    "board_members",
    """
SELECT board_id, user_id, role, joined_at FROM task_record.board_members WHERE board_id = ANY (:ids)
ORDER BY board_id, joined_at, user_id
""",
    BoardMembership,
)
INVITATIONS = Statement(
    "board_invitations",
    f"""
SELECT {READ_OF_INVITATION} FROM task_record.board_invitations
WHERE board_id = ANY (:ids) AND expires_at > now() ORDER BY board_id, created_at, id
""",  # noqa: S608
    InvitationRecord,
)
"""The invitations to these boards that have not ended."""
OPEN_INVITATIONS = Statement(
    "open_invitations",
    f"SELECT {READ_OF_INVITATION} FROM task_record.board_invitations WHERE id = ANY (:ids) AND expires_at > now()",  # noqa: S608
    InvitationRecord,
)
"""The invitations with these ids that have not ended."""
INVITATION = Statement(
    "find_invitation",
    f"SELECT {READ_OF_INVITATION} FROM task_record.board_invitations WHERE id = :id",  # noqa: S608
    InvitationRecord,
)
USED = """
SELECT board_id, user_id, month, coalesce(task_count, 0), coalesce(completed_tasks, 0), coalesce(failed_tasks, 0),
  coalesce(tokens_used, 0), coalesce(credits_deducted, 0), coalesce(cost, 0)
FROM (SELECT DISTINCT * FROM unnest(CAST(:ids AS uuid[]), CAST(:months AS date[])) AS one (board_id, month)) AS asked
  JOIN task_record.board_members USING (board_id) LEFT JOIN task_record.{stored}
ORDER BY board_id, cost DESC NULLS LAST, credits_deducted DESC NULLS LAST, tokens_used DESC NULLS LAST,
  task_count DESC NULLS LAST, user_id
"""
STATISTICS, STATISTICS_OF_MONTH = (
    Statement(
        "board_usage",
        USED.format(stored=stored),
        BoardUsageRow,
    )
    for stored in ("board_usage USING (board_id, user_id)", "board_months USING (board_id, user_id, month)")
)
"""What members' tasks on these boards used, largest use first: in all, where `months` are null, and in each month."""
MONTHS = Statement(
    "board_months",
    f"""
SELECT board.id AS board_id, NULL::uuid, latest.* FROM task_record.boards AS board, LATERAL (
  SELECT month, sum(task_count), sum(completed_tasks), sum(failed_tasks), sum(tokens_used)::bigint,
    sum(credits_deducted)::bigint, sum(cost)
  FROM task_record.board_months AS stored WHERE stored.board_id = board.id GROUP BY month HAVING sum(task_count) > 0
  ORDER BY month DESC LIMIT {MAX_MONTHS}
) AS latest
WHERE board.id = ANY (:ids) ORDER BY board_id, month
""",  # noqa: S608 - of a constant
    BoardUsageRow,
)
"""What the tasks on these boards used, by month of creation: the last MAX_MONTHS months with a task."""


class MadeInvitation(NamedTuple):
    is_new: bool
    """False if an invitation with this id already existed."""


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
"""The board of the open invitation with this digest of its secret. It needs a back end's rights."""
