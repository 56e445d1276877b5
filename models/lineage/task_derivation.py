"""The table of tasks' sources, and its statements. Row-level security restricts whose tasks they read."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, SmallInteger, bindparam, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import Field, SQLModel

from models.keyset_list import KeysetList, OrderedRows
from models.statement import Statement
from models.table_rules import TableRules
from models.tasks.task import MAX_IMAGES, one_of, values
from models.tasks.task_row import TaskRow
from models.tasks.task_table import COLUMNS


class TaskRelation(StrEnum):
    RETRY = "retry"
    VARIATION = "variation"
    EDIT = "edit"
    UPSCALE = "upscale"
    REFERENCE = "reference"


class TaskDerivation(SQLModel, table=True):
    """
    One source of a task: another task of the same user that it was made from. The row is written when the task is
    recorded, and never changed, so there are no cycles.
    """

    __tablename__ = "task_sources"
    __table_args__ = (
        CheckConstraint(f"relation IN ({values(TaskRelation)})", name="relation"),
        CheckConstraint(f"image_index BETWEEN 0 AND {MAX_IMAGES - 1}", name="image_index"),
        Index("task_sources_user_id_idx", "user_id"),
        Index("task_sources_source_id_created_at_task_id_idx", "source_id", "created_at", "task_id"),
        TableRules(
            users="SELECT, INSERT",
            service="SELECT, INSERT",
            members="SELECT",  # no policy shows them a row
            erased="",  # with their tasks
        ).args(),
    )

    task_id: UUID = Field(primary_key=True, foreign_key="user_task_history.id", ondelete="CASCADE")
    position: int = Field(primary_key=True, sa_type=SmallInteger)
    """The position of the source among the task's sources, from 1."""
    user_id: UUID
    """The user of both tasks."""
    source_id: UUID = Field(foreign_key="user_task_history.id", ondelete="CASCADE")
    """The task that it was made from."""
    relation: str = Field(sa_type=one_of(TaskRelation, 20))
    image_index: int | None = Field(sa_type=SmallInteger)
    """The index of the source's image that was used, from 0; null when none was named."""
    depth: int
    """Steps from the task, through this source, to the farthest task without sources."""
    created_at: datetime = Field(sa_type=DateTime(timezone=True))
    """When the task was recorded."""


MAX_STEPS, MAX_TASKS, MAX_ROOTS = 200, 500, 16
"""The most steps to follow in a lineage, tasks to count, and tasks without sources to name."""


class RecordedSource(NamedTuple):
    task_id: UUID
    position: int


class LineageRow(NamedTuple):
    """The totals of a task and all its ancestors, within MAX_STEPS and MAX_TASKS."""

    task_id: UUID
    user_id: UUID
    """The user of all these tasks."""
    depth: int
    """Steps from the task to the farthest ancestor without sources; at most MAX_STEPS."""
    task_count: int
    failed_task_count: int
    tokens_used: int
    credits_deducted: int
    cost: Decimal
    generation_time_ms: int
    truncated: bool
    """Whether more ancestors exist, which are not counted."""
    root_ids: list[UUID] | None
    """The tasks without sources that are neither deleted nor in the trash, oldest first; at most MAX_ROOTS, or null."""


RECORD = Statement(
    "record_sources",
    """
INSERT INTO task_record.task_sources (task_id, position, user_id, source_id, relation, image_index, depth, created_at)
SELECT given.task_id, position, user_id, source.id, relation, image_index,
  1 + coalesce((SELECT max(depth) FROM task_record.task_sources WHERE task_id = source.id), 0), given.created_at
FROM unnest(
    CAST(:task_ids AS uuid[]), CAST(:user_ids AS uuid[]), CAST(:created_at AS timestamptz[]),
    CAST(:positions AS integer[]), CAST(:ids AS uuid[]), CAST(:relations AS text[]), CAST(:image_indexes AS integer[])
  ) AS given (task_id, user_id, created_at, position, id, relation, image_index)
  JOIN user_task_history AS source USING (id, user_id)
WHERE source.deleted_at IS NULL AND source.id <> given.task_id
  AND (image_index IS NULL OR image_index < CASE
    WHEN coalesce(aws_generated_key, generated_image_url) IS NULL THEN 0
    ELSE 1 + coalesce(jsonb_array_length(more_images), 0)
  END)
RETURNING task_id, position
""",
    RecordedSource,
)
"""
Records sources, given by arrays: the derived task, its user and creation time, the source's position among the task's
sources, and its id. Returns the recorded ones. It skips a source that the user does not have, or that has no image with
the given index.
"""
SOURCES = Statement(
    "task_sources",
    """
SELECT task_id, source_id, user_id, relation, image_index FROM task_record.task_sources
WHERE task_id = ANY (:ids) ORDER BY task_id, position
""",
    TaskDerivation,
)
"""The sources of the tasks `ids`, those of each task in the order in which they were given."""
# `frontier` holds the tasks that are `number` steps away, by the shortest way; `seen` holds these and all nearer ones.
# Without the outer offset, each source would be looked up in `seen` once for each task that has it as a source. Without
# the inner one, PostgreSQL may read the whole table at each step: ten times as long with 11,000 sources.
LINEAGES = Statement(
    "lineages",
    """
WITH RECURSIVE steps (start, number, frontier, seen) AS (
  SELECT id, 0, ARRAY[id], ARRAY[id] FROM unnest(CAST(:ids AS uuid[])) AS start (id)
  UNION ALL
  SELECT start, number + 1, further.ids, seen || further.ids
  FROM steps, LATERAL (
    SELECT (array_agg(id))[1 : :max_tasks - cardinality(seen)] AS ids
    FROM (
      SELECT DISTINCT source_id AS id
      FROM unnest(frontier) AS reached,
        LATERAL (SELECT source_id FROM task_record.task_sources WHERE task_id = reached OFFSET 0) AS its OFFSET 0
    ) AS sources
    WHERE id <> ALL (seen)
  ) AS further
  WHERE number < :max_steps AND cardinality(further.ids) > 0
), lineages AS (
  SELECT DISTINCT ON (start) start, number, seen FROM steps ORDER BY start, number DESC
)
SELECT start AS task_id, totals.user_id,
  least((SELECT coalesce(max(depth), 0) FROM task_record.task_sources WHERE task_id = start), :max_steps) AS depth,
  totals.task_count, failed_task_count, tokens_used, credits_deducted, cost, generation_time_ms,
  (number = :max_steps OR cardinality(seen) = :max_tasks) AND EXISTS (
    SELECT source_id FROM task_record.task_sources WHERE task_id = ANY (seen) EXCEPT SELECT unnest(seen)
  ) AS truncated,
  root_ids
FROM lineages, LATERAL (
  SELECT (array_agg(user_id))[1] AS user_id, count(*) AS task_count,
    count(*) FILTER (WHERE status = 'failed') AS failed_task_count,
    sum(tokens_used) AS tokens_used, sum(credits_deducted) AS credits_deducted,
    coalesce(sum(cost), 0) AS cost,
    coalesce(sum(generation_time_ms), 0) AS generation_time_ms,
    (array_agg(id ORDER BY created_at, id) FILTER (
      WHERE deleted_at IS NULL AND trashed_at IS NULL
        AND NOT EXISTS (SELECT FROM task_record.task_sources WHERE task_id = task.id)
    ))[1 : :max_roots] AS root_ids
  FROM user_task_history AS task WHERE id = ANY (seen)
) AS totals
""",
    LineageRow,
    max_tasks=MAX_TASKS,
    max_steps=MAX_STEPS,
    max_roots=MAX_ROOTS,
)
"""The lineages of the tasks `ids`, which must be distinct."""

SOURCE = SQLModel.metadata.tables["task_record.task_sources"].c
KEYSET = (SOURCE["created_at"], SOURCE["task_id"])
DERIVED = OrderedRows(
    "derived_tasks",
    # A task that names the same source twice has two neighbouring entries in the index by source; DISTINCT ON makes
    # them one.
    select(*COLUMNS)
    .ext(distinct_on(*KEYSET))
    .where(
        SOURCE["source_id"] == bindparam("source_id"),
        SOURCE["task_id"] == COLUMNS["id"],
        COLUMNS["deleted_at"].is_(None),
        COLUMNS["trashed_at"].is_(None),
    ),
    TaskRow,
    KEYSET,
    is_ascending=True,
    count_name="count_derived_tasks",
)


def derived_tasks(source_id: UUID) -> KeysetList[TaskRow]:
    """The tasks that were made from one task, oldest first."""
    return KeysetList(DERIVED, "derived", {"source_id": source_id})
