"""The table of prepared exports, and the statements that prepare them, find them, and read the exported tasks."""

from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ColumnElement,
    DateTime,
    Index,
    Uuid,
    any_,
    bindparam,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.boards.board_pictures import BOARD_TASKS
from models.statement import BoundStatement, NoRow, Statement
from models.table_rules import TableRules
from models.tasks.task import one_of, values
from models.tasks.task_conditions import TaskConditions
from models.tasks.task_list import conditions, selection
from models.tasks.task_row import TaskRow
from models.tasks.task_table import TASK_TABLE


class ExportFormat(StrEnum):
    CSV = "csv"
    NDJSON = "ndjson"
    ZIP = "zip"
    REPORT = "report"


class TaskExport(SQLModel, table=True):
    """A prepared download. Its URL holds a random token; a reader of this table finds only the token's SHA-256."""

    __tablename__ = "exports"
    __table_args__ = (
        CheckConstraint(f"format IN ({values(ExportFormat)})", name="format"),
        Index("exports_user_id_idx", "user_id"),
        Index("exports_asked_by_idx", "asked_by"),
        TableRules(
            users="SELECT, INSERT",
            service="SELECT, INSERT, DELETE",
            erased="DELETE FROM {table} WHERE {user} IN (user_id, asked_by)",
        ).args(),
    )

    token_sha256: str = Field(primary_key=True, max_length=64)
    user_id: UUID
    """The user whose tasks are exported."""
    asked_by: UUID
    """The user or administrator who requested it, or the user for a back end. Downloads count towards their limits."""
    format: str = Field(sa_type=one_of(ExportFormat, 10))
    conditions: str = Field(sa_type=JSONB)
    """The TaskConditions that the tasks meet, as JSON."""
    board_id: UUID | None
    """The board whose tasks of all members are exported, with `user_id` as a member; None: the user's own tasks."""
    expires_at: datetime = Field(sa_type=DateTime(timezone=True))


MOST_PREPARED = 20
"""The most prepared exports of one user that have not expired."""


EXPIRED_AT_ONCE = 1_000


class ExpiredExport(NamedTuple):
    token_sha256: str
    user_id: UUID


class ExpiredToken(NamedTuple):
    token_sha256: str


class Expiry(NamedTuple):
    expires_at: datetime


class ExportSize(NamedTuple):
    """The number of tasks, of their images in the bucket, and of the known bytes of these."""

    tasks: int
    images: int
    image_size: int


class ZoneName(NamedTuple):
    name: str


class ExportedTask(TaskRow):
    sources: str
    """The task's sources, in their given order: a JSON array of objects as in the API."""
    boards: str
    """The task's boards: a JSON array of objects as in the API, with the time when the task was added to each."""


LOCK = Statement(
    "lock_exports",
    "SELECT pg_advisory_xact_lock(hashtext('task_record exports'), hashtext(:asked_by))",
    NoRow,
)
"""Waits for other transactions that prepare an export for `asked_by`, a user's id, so that it is counted."""
PREPARE = Statement(
    "prepare_export",
    """
INSERT INTO task_record.exports (token_sha256, user_id, asked_by, format, conditions, board_id, expires_at)
SELECT :token_sha256, :user_id, :asked_by, :format, :conditions, :board_id, now() + interval '10 minutes'
WHERE (
  SELECT count(*) FROM task_record.exports WHERE asked_by = :asked_by AND expires_at > now()
) < :most
RETURNING expires_at
""",
    Expiry,
    most=MOST_PREPARED,
)
"""Prepares an export for ten minutes. Returns no row when `asked_by` already has MOST_PREPARED."""
FIND = Statement(
    "prepared_export",
    """
SELECT user_id, asked_by, format, conditions, board_id FROM task_record.exports
WHERE token_sha256 = :token_sha256 AND expires_at > now()
""",
    TaskExport,
)
FIND_EXPIRED = Statement(
    "expired_exports",
    f"""
SELECT token_sha256, user_id FROM task_record.exports
WHERE expires_at <= now() AND user_id <> ALL (CAST(:without AS uuid[])) LIMIT {EXPIRED_AT_ONCE}
""",  # noqa: S608 - of a constant
    ExpiredExport,
)
EXPIRE = Statement(
    "expire_exports",
    "DELETE FROM task_record.exports WHERE token_sha256 = ANY (:tokens) RETURNING token_sha256",
    ExpiredToken,
)
TIME_ZONE = Statement("time_zone", "SELECT task_record.time_zone() AS name", ZoneName)
"""The time zone in which the days of statistics begin."""
IMAGES = "(aws_generated_key IS NOT NULL)::int + coalesce(jsonb_array_length(more_images), 0)"
IMAGE_SIZE = """coalesce(generated_size, 0)::bigint
  + coalesce((SELECT sum((image->>'size')::bigint) FROM jsonb_array_elements(more_images) AS image), 0)"""
"""The number of a task's results, and their bytes."""
SOURCES = """coalesce((
  SELECT json_agg(
    json_build_object('taskId', source_id, 'relation', upper(relation), 'imageIndex', image_index) ORDER BY position
  ) FROM task_record.task_sources WHERE task_id = user_task_history.id
), '[]')::text"""

BOARDS = "task_record.boards_of_task(user_task_history.id)::text"


def measured(images: str, size: str) -> list[ColumnElement[int]]:
    """Count tasks, and add up these expressions over them."""
    sums = (f"coalesce(sum({of_each}), 0)::bigint" for of_each in (images, size))
    return [literal_column(one, BigInteger) for one in ("count(*)", *sums)]


MEASURED = measured(f"(aws_original_key IS NOT NULL)::int + {IMAGES}", f"coalesce(original_size, 0) + {IMAGE_SIZE}")
TASKS = TASK_TABLE.c
GTE, LT = (bindparam(name, type_=DateTime(timezone=True)) for name in ("gte", "lt"))
OF_BOARD = BOARD_TASKS.select.where(
    TASKS["created_at"] >= func.coalesce(GTE, literal_column("'-infinity'::timestamptz")),
    TASKS["created_at"] < func.coalesce(LT, literal_column("'infinity'::timestamptz")),
)
MEASURE_BOARD = Statement(
    "measure_export_of_board",
    OF_BOARD.with_only_columns(*measured(IMAGES, IMAGE_SIZE), maintain_column_froms=True),
    ExportSize,
)
"""
Counts the tasks on `board_id` that the reader sees and that were created from `gte` (included) to `lt` (excluded), each
unless null, and adds up their results. Reads each of the tasks.
"""
READ_BOARD = Statement(
    "exported_tasks_of_board",
    OF_BOARD.add_columns(*(literal_column("'[]'").label(name) for name in ("sources", "boards"))).order_by(
        TASKS["created_at"], TASKS["id"]
    ),
    ExportedTask,
)
"""Selects these tasks, of any user, oldest first, as `reader` sees them. Columns that only their users see are null."""
OPINIONS = Statement(
    "own_opinions",
    select(TASKS["id"], TASKS["starred_at"], TASKS["rating"]).where(
        TASKS["id"] == any_(bindparam("ids", type_=ARRAY(Uuid))), TASKS["user_id"] == bindparam("user_id", type_=Uuid)
    ),
    TaskRow,
)
"""Selects the user's stars and ratings of these tasks."""


def measure(user_id: UUID, where: TaskConditions) -> BoundStatement[ExportSize]:
    """Count the user's tasks that meet the conditions, and add up their images. Reads each of the tasks."""
    filters, values = selection(user_id, where)
    return measure_statement(filters).bind(**values)


@lru_cache(maxsize=64)
def measure_statement(filters: tuple[str, ...]) -> Statement[ExportSize]:
    return Statement(
        "measure_export", select(*MEASURED).select_from(TASK_TABLE).where(*conditions(filters)), ExportSize
    )


def read_all(user_id: UUID, where: TaskConditions) -> BoundStatement[ExportedTask]:
    """Select the user's tasks that meet the conditions, oldest first, so after their sources; to be read in batches."""
    filters, values = selection(user_id, where)
    return read_statement(filters).bind(**values)


@lru_cache(maxsize=64)
def read_statement(filters: tuple[str, ...]) -> Statement[ExportedTask]:
    statement = (
        select(*TASKS, literal_column(SOURCES).label("sources"), literal_column(BOARDS).label("boards"))
        .where(*conditions(filters))
        .order_by(TASKS["created_at"], TASKS["id"])
    )
    return Statement("exported_tasks", statement, ExportedTask)
