"""The table of share links, and its statements. None of them reads a digest."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, bindparam, func, select
from sqlmodel import Field, SQLModel

import models.boards.board_tables  # noqa: F401 - the table of boards, to which links refer
from models.keyset_list import KeysetList, OrderedRows
from models.statement import NoRow, NumberRow, Statement
from models.table_rules import TableRules, on_boards
from models.tasks.task_row import TaskRow

READ = "id, user_id, task_id, shows_prompt, allows_download, created_at, expires_at, revoked_at, views, board_id"
MADE = "id, user_id, task_id, secret_sha256, shows_prompt, allows_download, expires_at, board_id"
"""The columns that every role with rights on links may read, and may set in a new one."""


class ShareLinkRecord(SQLModel, table=True):
    """
    An address under which anyone sees the pictures of one task, or of a board. It holds a random secret. Only the
    SHA-256 of the secret is stored, so a reader of this table cannot open a link.
    """

    __tablename__ = "share_links"
    __table_args__ = (
        Index("share_links_secret_sha256_idx", "secret_sha256", unique=True),
        Index("share_links_user_id_created_at_id_idx", "user_id", "created_at", "id"),
        Index("share_links_board_id_created_at_id_idx", "board_id", "created_at", "id"),
        CheckConstraint("num_nonnulls(task_id, board_id) = 1", name="task_id"),
        TableRules(
            users=f"SELECT ({READ}), INSERT ({MADE}), UPDATE (revoked_at)",
            service=f"SELECT ({READ}), INSERT ({MADE}), UPDATE (revoked_at, views)",
            members=f"SELECT ({READ})",
            seen=on_boards("board_id", only_owned=True),
        ).args(),
    )

    id: UUID = Field(primary_key=True)
    user_id: UUID = Field(foreign_key="auth.users.id", ondelete="CASCADE")
    """The user whose task it shows, or the owner of the board who created it."""
    task_id: UUID | None
    secret_sha256: str = Field(max_length=64)
    shows_prompt: bool
    allows_download: bool
    created_at: datetime = Field(sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.now()})
    expires_at: datetime | None = Field(sa_type=DateTime(timezone=True))
    """When it expires; null: never."""
    revoked_at: datetime | None = Field(sa_type=DateTime(timezone=True))
    """When it was ended; null until then."""
    views: int = Field(sa_column_kwargs={"server_default": "0"})
    """How often its page was opened."""
    board_id: UUID | None = Field(foreign_key="task_record.boards.id", ondelete="CASCADE")


class OwnersLink(NamedTuple):
    is_found: bool


class SharedTask(TaskRow):
    """
    A task as a link shows it, with the columns of its results; `prompt` is empty unless the link shows it. For a board
    without pictures, `id` and all columns of a task are None. They are also None in a row that only marks, by
    `added_at`, where the search for further tasks continues.
    """

    link_id: UUID
    owner_id: UUID
    """The user who created the link."""
    board_name: str | None
    """None for a link to a task."""
    board_description: str | None
    added_at: datetime | None
    """When it was added to the board."""
    shows_prompt: bool
    allows_download: bool
    expires_at: datetime | None
    """When the link expires; None: never."""
    plan: str | None
    """The recorded plan of the task's user; None without one."""


MOST_OPEN = 1_000
"""The most links of one user that may be open at a time."""
MOST_LISTED = 50
"""The most links to a board that are found at once."""
MOST_SHOWN = 36
"""Tasks of a board on one page of a link."""
LOOKED_AT = 1_000
"""The most tasks of a board that `shared_by_link` reads to find pictures for a page."""
MOST_VIEWS = 2**31 - 1  # GraphQL's Int
LOCK = Statement(
    "lock_share_links",
    "SELECT pg_advisory_xact_lock(hashtext('task_record share links'), hashtext(:whose))",
    NoRow,
)
"""Waits for other transactions that create a link of `whose`, a user's id, so that it is counted."""
COUNT_OPEN = Statement(
    "open_share_links",
    """
SELECT count(*) FROM task_record.share_links AS link
WHERE user_id = :user_id AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
  AND (board_id IS NOT NULL OR EXISTS (
    SELECT FROM user_task_history AS task
    WHERE task.id = link.task_id AND task.user_id = :user_id AND deleted_at IS NULL
  ))
""",
    NumberRow,
)
"""Counts the user's links that have not ended. A link to a deleted task has ended."""
CREATE = Statement(
    "create_share_link",
    f"""
INSERT INTO task_record.share_links
  (id, user_id, task_id, board_id, secret_sha256, shows_prompt, allows_download, expires_at)
VALUES (:id, :user_id, :task_id, :board_id, :secret_sha256, :shows_prompt, :allows_download, :expires_at)
ON CONFLICT (id) DO NOTHING RETURNING {READ}
""",  # noqa: S608
    ShareLinkRecord,
)
"""Creates a link. Returns no row when the id is taken."""
REVOKE = Statement(
    "revoke_share_link",
    f"""
UPDATE task_record.share_links SET revoked_at = coalesce(revoked_at, now())
WHERE id = :id AND user_id = :user_id RETURNING {READ}
""",  # noqa: S608
    ShareLinkRecord,
)
"""Ends a link; one that had already ended is unchanged."""
FIND = Statement(
    "find_share_links",
    f"SELECT {READ} FROM task_record.share_links WHERE id = ANY (:ids)",  # noqa: S608
    ShareLinkRecord,
)
OF_BOARD = Statement(
    "share_links_of_board",
    f"""
SELECT link.* FROM unnest(CAST(:ids AS uuid[])) AS asked (id), LATERAL (
  SELECT {READ} FROM task_record.share_links WHERE board_id = asked.id
  ORDER BY created_at DESC, id DESC LIMIT {MOST_LISTED}
) AS link
ORDER BY created_at DESC, id DESC
""",  # noqa: S608
    ShareLinkRecord,
)
"""The newest links to each of these boards, at most MOST_LISTED."""
REVOKE_OF_BOARD = Statement("revoke_board_link", "SELECT task_record.revoke_board_link(:id)", OwnersLink)
"""Ends a link, created by any user, to a board that the caller owns."""
SHOWN = Statement(
    "shared_by_link",
    "SELECT * FROM task_record.shared_by_link(:secret_sha256, :at_place, :before_place, :after_place)",
    SharedTask,
)
"""
What a link shows to anyone; no row unless it is open. It needs no claims: a function finds what the link shows, and
nothing else.

For a board, it returns the last tasks added, up to MOST_SHOWN + 1, or those next to a time, before or after it, or the
one at it. Tasks without pictures are skipped, and at most LOOKED_AT are read.
"""


def is_cut(tasks: Sequence[SharedTask]) -> bool:
    """Whether the board may have more tasks than these."""
    return len(tasks) > MOST_SHOWN or any(task.id is None and task.added_at for task in tasks)


COUNT_VIEWS = Statement(
    "count_views",
    """
UPDATE task_record.share_links AS link SET views = least(link.views + seen.views, :most)
FROM unnest(CAST(:ids AS uuid[]), CAST(:views AS bigint[])) AS seen (id, views) WHERE link.id = seen.id
""",
    NoRow,
    most=MOST_VIEWS,
)
"""Adds the views since the last count to each link."""
TABLE = SQLModel.metadata.tables["task_record.share_links"].c
LINK = select(*(TABLE[name] for name in READ.split(", ")))
NEWEST_FIRST = (TABLE["created_at"], TABLE["id"])
LINKS = OrderedRows("share_links", LINK.where(TABLE["user_id"] == bindparam("user_id")), ShareLinkRecord, NEWEST_FIRST)
LINKS_OF_BOARD = OrderedRows(
    "page_of_board_links", LINK.where(TABLE["board_id"] == bindparam("board_id")), ShareLinkRecord, NEWEST_FIRST
)


def share_link_list(user_id: UUID) -> KeysetList[ShareLinkRecord]:
    """A user's links, newest first, including those that have ended."""
    return KeysetList(LINKS, "share links", {"user_id": user_id})


def links_of_board(board_id: UUID) -> KeysetList[ShareLinkRecord]:
    """The links to a board, newest first, including those that have ended."""
    return KeysetList(LINKS_OF_BOARD, "links of a board", {"board_id": board_id})
