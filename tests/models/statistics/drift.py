"""Finds where stored totals and usage, and what is counted of boards, differ from what the tasks add up to."""

from itertools import chain

import asyncpg

COLUMNS = """user_id, period_type, period_date, total_tasks, successful_tasks, failed_tasks, total_tokens_used,
  total_credits_deducted, total_generation_time_ms, timed_tasks, completed_generation_time_ms, images_size,
  canceled_tasks, total_cost"""
# Totals of tasks that are gone with all they used stay as rows of zeros.
DRIFT = f"""
WITH kept AS (SELECT {COLUMNS} FROM user_task_statistics WHERE total_tasks <> 0),
  computed AS (SELECT {COLUMNS} FROM task_record.computed_statistics)
(TABLE kept EXCEPT ALL TABLE computed) UNION ALL (TABLE computed EXCEPT ALL TABLE kept)"""


async def drift(owner: asyncpg.Connection) -> list[asyncpg.Record]:
    found = [await owner.fetch(f"TABLE task_record.{view}") for view in ("drifted_usage", "drifted_boards")]
    return [*await owner.fetch(DRIFT), *chain(*found)]
