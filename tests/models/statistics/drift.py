"""Finds where the stored totals and usage differ from those computed from the tasks."""

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
    return [*await owner.fetch(DRIFT), *await owner.fetch("TABLE task_record.drifted_usage")]
