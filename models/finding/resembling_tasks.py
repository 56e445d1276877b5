"""The statement that finds a user's tasks that resemble something."""

from typing import NamedTuple
from uuid import UUID

from models.finding.prompt_tables import FEATURE_BITS
from models.statement import Statement


class ResemblingTask(NamedTuple):
    """A task, how it resembles the input (1 to 4, closest first), and how much, 0 to 1."""

    task_id: UUID
    likeness: int
    score: float


SIMILAR_TASKS = Statement(
    "similar_tasks",
    f"""
SELECT * FROM task_record.similar_tasks(:user_id, :task_id, CAST(:looks AS bigint[]), task_record.prompt_key(:prompt),
  CAST(CAST(:features AS text) AS bit({FEATURE_BITS})), :at_most)
""",  # noqa: S608
    ResemblingTask,
)
"""Reads the looks of all the user's images, and the features of all their prompts: 100 ms for 100,000 tasks."""
