"""The statements on the sources of tasks. Row-level security decides whose tasks they read."""

from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from models.lineage.task_derivation import TaskDerivation
from models.statement import Statement

MAX_STEPS, MAX_TASKS, MAX_ROOTS = 200, 500, 16
"""How many steps a lineage is followed, how many of its tasks are counted, and how many tasks without sources named."""


class RecordedSource(NamedTuple):
    task_id: UUID
    position: int


class LineageRow(NamedTuple):
    """The totals of a task and all its ancestors, within MAX_STEPS and MAX_TASKS."""

    task_id: UUID
    user_id: UUID
    """The user whose tasks all of them are."""
    depth: int
    """Steps from the task to the farthest ancestor without sources; MAX_STEPS at most."""
    task_count: int
    failed_task_count: int
    tokens_used: int
    credits_deducted: int
    cost: Decimal
    generation_time_ms: int
    truncated: bool
    """Whether there are more ancestors, which are not counted."""
    root_ids: list[UUID] | None
    """The tasks without sources that are neither deleted nor in the trash, oldest first; MAX_ROOTS at most, or null."""


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
Records sources, given by arrays: the task that each is of, whose that is and when it was created, its position among
the task's sources, and its id. Returns those that are recorded: not one that the user does not have, or that has no
image of the index given.
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
# Without the outer offset, each source would be looked for in `seen` once for each task that has it as a source.
# Without the inner one, PostgreSQL may read the whole table at each step: ten times as long with 11,000 sources.
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
