"""The statement that finds the tasks of a user which resemble something."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Integer, Text, Uuid, bindparam, text

from models.finding.prompt_tables import FEATURE_BITS
from models.statement import Statement


class ResemblingTask(NamedTuple):
    """A task, how it resembles what was given (1 to 4, the closest first), and how much, 0 to 1."""

    task_id: UUID
    likeness: int
    score: float


SIMILAR_TASKS = Statement(
    "similar_tasks",
    text(f"""
SELECT * FROM task_record.similar_tasks(:user_id, :task_id, CAST(:looks AS bigint[]), :key,
  CAST(CAST(:features AS text) AS bit({FEATURE_BITS})), :at_most)
""").bindparams(  # noqa: S608
        *(bindparam(name, type_=Uuid) for name in ("user_id", "task_id", "key")),
        bindparam("looks", type_=ARRAY(BigInteger)),
        bindparam("features", type_=Text),
        bindparam("at_most", type_=Integer),
    ),
    ResemblingTask,
)
"""Reads the looks of all images of the user, and the features of all their prompts: 100 ms for 100,000 tasks."""
