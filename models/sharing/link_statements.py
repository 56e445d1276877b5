"""The statements on share links. None of them reads a digest."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import SQLModel, col

from models.keyset_list import KeysetList, OrderedRows
from models.sharing.link_record import ShareLinkRecord
from models.statement import NoRow, NumberRow, Statement
from models.tasks.task import Task
from models.tasks.task_row import TaskRow


class ShareLinkRow:
    """The columns of a `ShareLinkRecord`, but for the digest of its secret."""

    __slots__ = ()

    id: UUID
    user_id: UUID
    task_id: UUID | None
    board_id: UUID | None
    shows_prompt: bool
    allows_download: bool
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    views: int


class OwnersLink(NamedTuple):
    is_found: bool


class SharedTask(TaskRow):
    """
    A task as a link shows it, with the columns of its results; `prompt` is empty unless the link shows it. For a board
    without pictures, its `id` and all that is of a task are None.
    """

    link_id: UUID
    owner_id: UUID
    """The user who made the link."""
    board_name: str | None
    """None for a link to a task."""
    board_description: str | None
    added_at: datetime | None
    """When it was put on the board."""
    shows_prompt: bool
    allows_download: bool
    expires_at: datetime | None
    """When the link ends by itself; None: never."""
    plan: str | None
    """The plan that is noted for the task's user; None where none is."""


MOST_OPEN = 1_000
"""Links of one user that may be open at a time."""
MOST_SHOWN = 36
"""Tasks of a board on one page of a link."""
MOST_VIEWS = 2**31 - 1  # GraphQL's Int
TABLE = SQLModel.metadata.tables["task_record.share_links"].c
COLUMNS = [TABLE[name] for name in ShareLinkRow.__annotations__]
USER = bindparam("user_id", type_=Uuid)
OWN = TABLE["user_id"] == USER
GIVEN = ("id", "user_id", "task_id", "board_id", "secret_sha256", "shows_prompt", "allows_download", "expires_at")

LOCK = Statement(
    "lock_share_links",
    "SELECT pg_advisory_xact_lock(hashtext('task_record share links'), hashtext(:whose))",
    NoRow,
)
"""Waits for other transactions that make a link of `whose`, a user's id, so that theirs is counted."""
COUNT_OPEN = Statement(
    "open_share_links",
    select(func.count()).where(
        OWN,
        TABLE["revoked_at"].is_(None),
        or_(TABLE["expires_at"].is_(None), TABLE["expires_at"] > func.now()),
        or_(
            TABLE["board_id"].is_not(None),
            exists().where(col(Task.id) == TABLE["task_id"], col(Task.user_id) == USER, col(Task.deleted_at).is_(None)),
        ),
    ),
    NumberRow,
)
"""Counts the user's links that have not ended; one of a deleted task has."""
CREATE = Statement(
    "create_share_link",
    insert(ShareLinkRecord)
    .values({name: bindparam(name) for name in GIVEN})
    .on_conflict_do_nothing(index_elements=["id"])
    .returning(*COLUMNS),
    ShareLinkRow,
)
"""Makes a link. No row comes back when the id is taken."""
REVOKE = Statement(
    "revoke_share_link",
    update(ShareLinkRecord)
    .where(TABLE["id"] == bindparam("id"), OWN)
    .values(revoked_at=func.coalesce(TABLE["revoked_at"], func.now()))
    .returning(*COLUMNS),
    ShareLinkRow,
)
"""Ends a link; one that was ended before stays as it is."""
FIND = Statement(
    "find_share_links",
    select(*COLUMNS).where(TABLE["id"] == any_(bindparam("ids", type_=ARRAY(Uuid)))),
    ShareLinkRow,
)
OF_BOARD = Statement(
    "share_links_of_board",
    select(*COLUMNS)
    .where(TABLE["board_id"] == any_(bindparam("ids", type_=ARRAY(Uuid))))
    .order_by(TABLE["created_at"].desc(), TABLE["id"].desc()),
    ShareLinkRow,
)
"""The links to these boards, newest first."""
REVOKE_OF_BOARD = Statement("revoke_board_link", "SELECT task_record.revoke_board_link(:id)", OwnersLink)
"""Ends a link to a board of which the caller is an owner, whoever made it."""
SHOWN = Statement(
    "shared_by_link",
    "SELECT * FROM task_record.shared_by_link(:secret_sha256, :at_place, :before_place, :after_place)",
    SharedTask,
)
"""
What a link shows to anyone; no row unless it is open. It needs no claims: a function finds what it shows, and nothing
else. Of a board, the tasks that were added last, MOST_SHOWN and one more, or those next to a time, before or after it,
or the one at it.
"""
COUNT_VIEWS = Statement(
    "count_views",
    """
UPDATE task_record.share_links AS link SET views = least(link.views + seen.views, :most)
FROM unnest(CAST(:ids AS uuid[]), CAST(:views AS bigint[])) AS seen (id, views) WHERE link.id = seen.id
""",
    NoRow,
    most=MOST_VIEWS,
)
"""Adds to each link the views since it was counted last."""
LINKS = OrderedRows(
    "share_links",
    select(*COLUMNS).where(OWN),
    ShareLinkRow,
    (TABLE["created_at"], TABLE["id"]),
)


def share_link_list(user_id: UUID) -> KeysetList[ShareLinkRow]:
    """A user's links, newest first, those that have ended included."""
    return KeysetList(LINKS, "share links", {"user_id": user_id})
