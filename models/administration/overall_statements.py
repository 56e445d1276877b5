"""The statements by which the worker, as `service_role`, keeps the totals over all users."""

from typing import NamedTuple

from sqlalchemy import text

from models.statement import NoRow, Statement


class CountedChanges(NamedTuple):
    changes: int


COUNTED_AT_ONCE = 10_000
COUNT_CHANGES = Statement("count_changes", text("SELECT task_record.count_changes() AS changes"), CountedChanges)
"""Adds up to COUNTED_AT_ONCE changes of tasks to the totals over all users, and returns how many it has added."""
COUNT_OVERALL = Statement("count_overall", text("SELECT task_record.count_overall()"), NoRow)
"""Recounts the totals over all users. Slow: PostgreSQL reads all tasks."""
