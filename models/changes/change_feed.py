"""The statements that tell what changed: each task where it last changed, numbered in the order of telling."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from models.statement import BoundStatement, NoRow, NumberRow, Statement

KEPT = timedelta(days=31)
"""For how long deletions are told at least."""
CHANGES_FORGOTTEN_AT_ONCE = 10_000
"""Deletions that are forgotten in one transaction."""


class ToldChange(NamedTuple):
    """
    A change, and what has been told where it was found; or, without a number, only that. `origin` is where numbers are
    counted, `last` the last one, and `forgotten` that of the last deletion which is no longer told.
    """

    origin: str
    last: int
    forgotten: int
    number: int | None
    kind: str
    task_id: UUID
    user_id: UUID
    changed_at: datetime
    """When it was told, which is within a minute."""


NUMBER_CHANGES = Statement("number_changes", "SELECT task_record.number_changes()", NoRow)
"""Gives numbers to what has committed since this was done last."""
FORGET_CHANGES = Statement(
    "forget_changes",
    "SELECT task_record.forget_changes(:kept, :at_most)",
    NumberRow,
    kept=KEPT,
    at_most=CHANGES_FORGOTTEN_AT_ONCE,
)
"""Forgets deletions that were told longer ago than KEPT, up to CHANGES_FORGOTTEN_AT_ONCE of them."""


def select_changes(user_id: UUID | None, positions: dict[str, int], limit: int) -> BoundStatement[ToldChange]:
    """
    Select up to `limit` changes to the user's tasks, or to those of all users when None, with the numbers that follow
    the position of where they are counted, by origin; or from the beginning, where no position is given for it.
    """
    origins, numbers = list(positions), list(positions.values())
    return changes_statement(user_id is not None, limit).bind(user_id=user_id, origins=origins, numbers=numbers)


PAGE = """
WITH told AS MATERIALIZED (SELECT * FROM task_record.told_so_far())
SELECT told.origin, told.number AS last, told.forgotten,
  page.number, page.kind, page.task_id, page.user_id, page.changed_at
FROM told LEFT JOIN LATERAL (
  SELECT number, kind, task_id, user_id, changed_at FROM task_record.task_changes
  WHERE {whose} AND number > coalesce((
    SELECT given.number FROM unnest(CAST(:origins AS text[]), CAST(:numbers AS bigint[])) AS given (origin, number)
    WHERE given.origin = told.origin
  ), 0)
  ORDER BY number LIMIT {limit}
) AS page ON true
"""


@lru_cache(maxsize=256)
def changes_statement(of_user: bool, limit: int) -> Statement[ToldChange]:
    page = PAGE.format(whose="user_id = :user_id" if of_user else "true", limit=limit)
    return Statement("task_changes", page, ToldChange)
