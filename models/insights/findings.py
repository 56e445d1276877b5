"""What a user's ended tasks say of models, failures and prompts, counted in one statement."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from models.insights.same_prompts import TASKS
from models.statement import BoundStatement, Statement

MIN_SAMPLE = 10
"""Tasks from which on something may be said of them."""
MAX_MODELS, MAX_REASONS, MAX_PROMPTS = 8, 10, 5
"""The models that are used most, of which each is compared with each; the reasons and the prompts of most tasks."""
MODELS = f"""
, models AS (
  SELECT model, count(*) AS tasks FROM tasks WHERE model IS NOT NULL
  GROUP BY model ORDER BY count(*) DESC, model LIMIT {MAX_MODELS}
)"""  # noqa: S608 - of constants
# On each prompt, the first task of one model is compared with the first of another, the second with the second. The
# join is a full one, though each row has itself to be joined with: PostgreSQL, which cannot know how many there are,
# might choose a nested loop for any other, which would take minutes.
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
    """How many tasks were looked at."""
    models: str | None
    pairs: str | None
    reasons: str | None
    failed: str | None
    repeated: str | None


PARTS = (TASKS.format(where=""), MODELS, PAIRS.format(measures=MEASURES), REASONS, REPEATED, FOUND)
INSIGHTS = Statement("insights", "".join(PARTS), Findings)


def select_findings(user_id: UUID, days: tuple[date, date]) -> BoundStatement[Findings]:
    """Look at the user's tasks that were created from the first of `days` (included) to the last (excluded)."""
    first, last = (day.isoformat() for day in days)
    return INSIGHTS.bind(user_id=user_id, first=first, last=last)
