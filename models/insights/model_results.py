"""The results of two models for the prompts that both were given."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from models.insights.findings import TASKS
from models.statement import BoundStatement, Statement

EXAMPLES = 12
"""The prompts, last used first, for which one task of each model is named."""
RESULTS = f"""
, shared AS MATERIALIZED (
  SELECT * FROM (
    SELECT *, min(model) OVER of_prompt AS least, max(model) OVER of_prompt AS greatest,
      max(created_at) OVER of_prompt AS used_at
    FROM tasks WHERE prompt IS NOT NULL WINDOW of_prompt AS (PARTITION BY prompt)
  ) AS of_one WHERE least <> greatest
), best AS (
  SELECT DISTINCT ON (prompt, model) prompt, model, id, used_at
  FROM (SELECT *, dense_rank() OVER (ORDER BY used_at DESC, prompt) AS place FROM shared) AS placed
  WHERE place <= {EXAMPLES}
  ORDER BY prompt, model, completed DESC, rating DESC NULLS LAST, created_at DESC, id
)
SELECT model AS model_version, count(DISTINCT prompt) AS prompts, count(*) AS total_tasks,
  count(*) FILTER (WHERE completed) AS successful_tasks, sum(credits) AS credits_deducted, sum(cost) AS total_cost,
  CAST(percentile_cont(0.5) WITHIN GROUP (ORDER BY time) FILTER (WHERE completed) AS double precision)
    AS generation_time_ms,
  CAST(avg(rating) AS double precision) AS average_rating,
  (SELECT array_agg(id ORDER BY used_at DESC, prompt) FROM best WHERE best.model = shared.model) AS examples
FROM shared GROUP BY model"""  # noqa: S608 - of a constant


class ResultsOfModel(NamedTuple):
    """The results of one of the models."""

    model_version: str
    prompts: int
    total_tasks: int
    """Tasks that have ended, completed or failed."""
    successful_tasks: int
    credits_deducted: int
    total_cost: Decimal
    generation_time_ms: float | None
    """The median of completed tasks; null when none has a time."""
    average_rating: float | None
    examples: list[UUID]
    """A task for each of up to EXAMPLES prompts, in the same order for both models."""


STATEMENT = Statement(
    "model_results", TASKS.format(where="AND model_version = ANY (:models)") + RESULTS, ResultsOfModel
)


def select_results(user_id: UUID, days: tuple[date, date], models: Sequence[str]) -> BoundStatement[ResultsOfModel]:
    """
    Select a row for each of the two models, in no order, over the user's tasks created from the first of `days`
    (included) to the last (excluded). No rows if no prompt was given to both.
    """
    first, last = (day.isoformat() for day in days)
    return STATEMENT.bind(user_id=user_id, first=first, last=last, models=models)
