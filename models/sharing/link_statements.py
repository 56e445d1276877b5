"""The statements on share links. None of them reads a digest."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import SQLModel

from models.keyset_list import KeysetList, OrderedRows
from models.sharing.link_record import READ, ShareLinkRecord
from models.statement import NoRow, NumberRow, Statement
from models.tasks.task_row import TaskRow


class OwnersLink(NamedTuple):
    is_found: bool


class SharedTask(TaskRow):
    """
    A task as a link shows it, with the columns of its results; `prompt` is empty unless the link shows it. For a board
    without pictures, its `id` and all that is of a task are None; so they are where further tasks have to be looked at
    from `added_at` on.
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
MOST_LISTED = 50
"""Links to a board that are found at once."""
MOST_SHOWN = 36
"""Tasks of a board on one page of a link."""
LOOKED_AT = 1_000
"""Tasks of a board at which `shared_by_link` looks at most, to find pictures for a page."""
MOST_VIEWS = 2**31 - 1  # GraphQL's Int
LOCK = Statement(
    "lock_share_links",
    "SELECT pg_advisory_xact_lock(hashtext('task_record share links'), hashtext(:whose))",
    NoRow,
)
"""Waits for other transactions that make a link of `whose`, a user's id, so that theirs is counted."""
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
"""Counts the user's links that have not ended; one of a deleted task has."""
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
"""Makes a link. No row comes back when the id is taken."""
REVOKE = Statement(
    "revoke_share_link",
    f"""
UPDATE task_record.share_links SET revoked_at = coalesce(revoked_at, now())
WHERE id = :id AND user_id = :user_id RETURNING {READ}
""",  # noqa: S608
    ShareLinkRecord,
)
"""Ends a link; one that was ended before stays as it is."""
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
"""The newest links to each of these boards, MOST_LISTED at most."""
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
or the one at it; of LOOKED_AT tasks, those that have pictures.
"""


def is_cut(tasks: Sequence[SharedTask]) -> bool:
    """Whether there may be more on the board than these."""
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
"""Adds to each link the views since it was counted last."""
TABLE = SQLModel.metadata.tables["task_record.share_links"].c
LINK = select(*(TABLE[name] for name in READ.split(", ")))
NEWEST_FIRST = (TABLE["created_at"], TABLE["id"])
LINKS = OrderedRows("share_links", LINK.where(TABLE["user_id"] == bindparam("user_id")), ShareLinkRecord, NEWEST_FIRST)
LINKS_OF_BOARD = OrderedRows(
    "page_of_board_links", LINK.where(TABLE["board_id"] == bindparam("board_id")), ShareLinkRecord, NEWEST_FIRST
)


def share_link_list(user_id: UUID) -> KeysetList[ShareLinkRecord]:
    """A user's links, newest first, those that have ended included."""
    return KeysetList(LINKS, "share links", {"user_id": user_id})


def links_of_board(board_id: UUID) -> KeysetList[ShareLinkRecord]:
    """The links to a board, newest first, those that have ended included."""
    return KeysetList(LINKS_OF_BOARD, "links of a board", {"board_id": board_id})
