"""What a user's ended tasks show about models, failures and prompts, counted in one statement."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from models.statement import BoundStatement, Statement

MAX_TASKS = 30_000
"""The newest tasks that are read: the cost does not grow with the history."""
MAX_PROMPT_BYTES = 16 * 1024**2
"""Bytes of prompts that are read, newest first: 500 for each of MAX_TASKS."""
# Two tasks have the same request if their prompt, type, number of images and input image are the same. The index has
# the keys of all prompts except the newest, or none where it is switched off. A rating of 1 or 2 makes a completed task
# as bad as a failed one.
TASKS = f"""
WITH recent AS (
  SELECT *, sum(octet_length(prompt)) OVER (ORDER BY created_at DESC, id DESC) AS prompt_bytes
  FROM user_task_history
  WHERE user_id = :user_id AND deleted_at IS NULL AND trashed_at IS NULL AND status IN ('completed', 'failed')
    AND created_at >= CAST(CAST(:first AS text) AS timestamp) AT TIME ZONE task_record.time_zone()
    AND created_at < CAST(CAST(:last AS text) AS timestamp) AT TIME ZONE task_record.time_zone() {{where}}
  ORDER BY created_at DESC, id DESC LIMIT {MAX_TASKS}
), tasks AS MATERIALIZED (
  SELECT id, created_at, model_version AS model, credits_deducted AS credits, coalesce(cost, 0) AS cost, rating,
    generation_time_ms AS time, status = 'completed' AS completed,
    status = 'completed' AND coalesce(rating, 3) > 2 AS good,
    coalesce(failure_code, left(error_message, 200)) AS reason, left(prompt, 200) AS beginning,
    CASE WHEN prompt <> '' THEN hashtextextended(concat_ws(' ', task_type, image_count, original_sha256,
      coalesce((SELECT key FROM task_record.prompt_tasks WHERE task_id = recent.id), task_record.prompt_key(prompt))
    ), 0) END AS prompt
  FROM recent WHERE prompt_bytes <= {MAX_PROMPT_BYTES}
)"""  # noqa: S608 - of constants

MIN_SAMPLE = 10
"""The fewest tasks from which a conclusion is drawn."""
MAX_MODELS, MAX_REASONS, MAX_PROMPTS = 8, 10, 5
"""The models used most, which are compared in pairs; the reasons and the prompts with the most tasks."""
MODELS = f"""
, models AS (
  SELECT model, count(*) AS tasks FROM tasks WHERE model IS NOT NULL
  GROUP BY model ORDER BY count(*) DESC, model LIMIT {MAX_MODELS}
)"""  # noqa: S608 - of constants
# On each prompt, the first task of one model is compared with the first of another, the second with the second. A full
# join also returns each row paired with itself. PostgreSQL cannot know the number of rows, and for any other join might
# choose a nested loop, which would take minutes.
PAIRS = f"""
, turns AS (
  SELECT prompt, model, id, created_at, completed, good, credits, cost, time, rating,
    row_number() OVER (PARTITION BY prompt, model ORDER BY created_at, id) AS turn
  FROM tasks
  WHERE prompt IS NOT NULL AND model IN (SELECT model FROM models)
), compared AS (
  SELECT used.model, other.model AS other, count(*) AS pairs, count(DISTINCT prompt) AS prompts,
    count(*) FILTER (WHERE used.good) AS good, count(*) FILTER (WHERE other.good) AS other_good,
    count(*) FILTER (WHERE used.good AND NOT other.good) AS worse,
    count(*) FILTER (WHERE other.good AND NOT used.good) AS better,
    avg(used.rating) AS rating, avg(other.rating) AS other_rating, {{measures}},
    count(used.time + other.time) FILTER (WHERE used.completed AND other.completed) AS timed,
    (array_agg(used.id ORDER BY used.created_at DESC, used.id))[1:3]
      || (array_agg(other.id ORDER BY used.created_at DESC, used.id))[1:2] AS examples
  FROM turns AS used FULL JOIN turns AS other USING (prompt, turn)
  WHERE used.model IS DISTINCT FROM other.model GROUP BY used.model, other.model HAVING count(*) >= {MIN_SAMPLE}
)"""  # noqa: S608
MEASURE = """
    count(*) FILTER (WHERE {both} AND other.{name} < used.{name}) AS less_{name},
    count(*) FILTER (WHERE {both} AND other.{name} > used.{name}) AS more_{name},
    sum(used.{name}) FILTER (WHERE {both} AND other.{name} IS NOT NULL) AS {name},
    sum(other.{name}) FILTER (WHERE {both} AND used.{name} IS NOT NULL) AS other_{name}"""
MEASURES = ", ".join(
    MEASURE.format(name=name, both="used.completed AND other.completed") for name in ("credits", "cost", "time")
)
REASONS = f"""
, reasons AS (
  SELECT reason, count(*) AS tasks, sum(credits) AS credits, sum(cost) AS cost,
    (array_agg(id ORDER BY created_at DESC, id))[1:5] AS examples
  FROM tasks WHERE NOT completed AND reason IS NOT NULL
  GROUP BY reason HAVING count(*) >= {MIN_SAMPLE} ORDER BY count(*) DESC, reason LIMIT {MAX_REASONS}
), failed AS (
  SELECT reason, model, count(*) AS tasks FROM tasks
  WHERE NOT completed AND reason IN (SELECT reason FROM reasons) AND model IN (SELECT model FROM models)
  GROUP BY reason, model
)"""  # noqa: S608
REPEATED = f"""
, repeated AS (
  SELECT (array_agg(beginning ORDER BY created_at DESC, id))[1] AS beginning, count(*) AS tasks,
    sum(credits) AS credits, sum(cost) AS cost, count(*) FILTER (WHERE rating >= 4) AS liked,
    coalesce(sum(credits) FILTER (WHERE rating >= 4), max(credits)) AS worth,
    (array_agg(id ORDER BY created_at DESC, id))[1:5] AS examples
  FROM tasks WHERE completed AND prompt IS NOT NULL AND (credits > 0 OR cost > 0)
  GROUP BY prompt HAVING count(*) >= {MIN_SAMPLE}
  ORDER BY sum(credits) DESC, sum(cost) DESC, prompt LIMIT {MAX_PROMPTS}
)"""  # noqa: S608
FOUND = """
SELECT (SELECT count(*) FROM tasks) AS tasks,
  (SELECT json_agg(models) FROM models) AS models, (SELECT json_agg(compared) FROM compared) AS pairs,
  (SELECT json_agg(reasons) FROM reasons) AS reasons, (SELECT json_agg(failed) FROM failed) AS failed,
  (SELECT json_agg(repeated) FROM repeated) AS repeated"""


class Findings(NamedTuple):
    """The counts, as JSON: lists of objects, each with the columns of its part of the statement, or null."""

    tasks: int
    """The number of tasks that were read."""
    models: str | None
    pairs: str | None
    reasons: str | None
    failed: str | None
    repeated: str | None


PARTS = (TASKS.format(where=""), MODELS, PAIRS.format(measures=MEASURES), REASONS, REPEATED, FOUND)
INSIGHTS = Statement("insights", "".join(PARTS), Findings)


def select_findings(user_id: UUID, days: tuple[date, date]) -> BoundStatement[Findings]:
    """Select from the user's tasks created from the first of `days` (included) to the last (excluded)."""
    first, last = (day.isoformat() for day in days)
    return INSIGHTS.bind(user_id=user_id, first=first, last=last)
