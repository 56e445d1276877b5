"""Totals and usage are counted by one trigger of each kind of change, in a shorter way where it changes one task."""

from migrations.sql import execute, text_of, value

revision = "0017"
down_revision = "0016"

COMPLETED = "{task}.status = 'completed'"
SIZE_OF_MORE = "CASE WHEN {task}.more_images IS NULL THEN 0 ELSE task_record.size_of({task}.more_images) END"
TOTALS = {
    "tasks": ("total_tasks", "1"),
    "successes": ("successful_tasks", f"({COMPLETED})::integer"),
    "failures": ("failed_tasks", "({task}.status = 'failed')::integer"),
    "tokens": ("total_tokens_used", "{task}.tokens_used::bigint"),
    "credits": ("total_credits_deducted", "{task}.credits_deducted::bigint"),
    "milliseconds": ("total_generation_time_ms", "coalesce({task}.generation_time_ms, 0)::bigint"),
    "times": ("timed_tasks", f"({COMPLETED} AND {{task}}.generation_time_ms IS NOT NULL)::integer"),
    "completed_milliseconds": (
        "completed_generation_time_ms",
        f"CASE WHEN {COMPLETED} THEN coalesce({{task}}.generation_time_ms, 0) ELSE 0 END::bigint",
    ),
    "bytes": (
        "images_size",
        f"coalesce({{task}}.original_size, 0)::bigint + coalesce({{task}}.generated_size, 0) + {SIZE_OF_MORE}",
    ),
}
"""By variable, the column of the totals and what one task counts for."""
IMAGES = (
    "image_count",
    """({task}.aws_original_key IS NOT NULL)::integer + ({task}.aws_generated_key IS NOT NULL)::integer
      + CASE WHEN {task}.more_images IS NULL THEN 0 ELSE jsonb_array_length({task}.more_images) END""",
)
SUMS = {**TOTALS, "images": IMAGES}
USES = {
    "tasks": "total_tasks",
    "successes": "successful_tasks",
    "failures": "failed_tasks",
    "tokens": "tokens_used",
    "credits": "credits_deducted",
}
"""By variable, the column of usage."""
BUCKET = f"""CASE
        WHEN NOT {COMPLETED} THEN NULL
        WHEN {{task}}.generation_time_ms = 0 THEN -1
        ELSE ceil(ln({{task}}.generation_time_ms::double precision) / ln(1.1::double precision))::bigint
      END"""
PERIODS = """VALUES ('all_time', date '1970-01-01'), ('day', instant::date),
          ('month', date_trunc('month', instant)::date), ('week', date_trunc('week', instant)::date)"""
HOURS = "VALUES (-1::smallint), (date_part('hour', instant)::smallint)"
SAME = """ AND after.user_id = before.user_id AND after.created_at = before.created_at
      AND after.task_type = before.task_type AND after.model_version IS NOT DISTINCT FROM before.model_version"""

LOCK = """PERFORM FROM public.user_task_statistics AS kept
    WHERE period_type = 'all_time' AND user_id IN (SELECT user_id FROM new_tasks UNION SELECT user_id FROM old_tasks)
    ORDER BY user_id FOR UPDATE;"""
"""Tasks that move to other days change the totals of these alone."""


def counted(expression: str, updates: bool) -> str:
    """What one task counts for, or how much more than before."""
    after = f"({expression.replace('{task}', 'after')})"
    return f"{after} - ({expression.replace('{task}', 'before')})" if updates else after


def buckets(updates: bool) -> str:
    """The durations that a change adds and takes away, as `UserTaskUsage` has them."""
    after, before = (BUCKET.replace("{task}", task) for task in ("after", "before"))
    if not updates:
        return f"array_remove(ARRAY[({after} << 32) + 1], NULL)"
    changed = f"array_remove(ARRAY[({after} << 32) + 1, ({before} << 32) - 1], NULL)"
    return f"CASE WHEN {after} IS DISTINCT FROM {before} THEN {changed} ELSE '{{}}' END"


def merged(durations: str) -> str:
    return text_of("0008/merged.sql").replace("{durations}", durations)


def added(columns: dict[str, str]) -> str:
    return ", ".join(f"{column} = kept.{column} + {variable}" for variable, column in columns.items())


def of_several(function: str) -> str:
    """How a trigger has counted until now: as a block, after which another may follow."""
    body: str = value(f"SELECT prosrc FROM pg_proc WHERE oid = 'task_record.{function}()'::regprocedure")
    return f"{body.replace('RETURN NULL;', '')};"


def count(operation: str) -> str:
    updates = operation == "update"
    changes = [counted(expression, updates) for _, expression in SUMS.values()]
    durations = f"CASE WHEN buckets = '{{}}' THEN kept.durations ELSE {merged('(kept.durations || buckets)')} END"
    parts = {
        "operation": operation,
        "same": SAME if updates else "",
        "changes": ",\n    ".join([*changes, buckets(updates)]),
        "variables": ", ".join([*SUMS, "buckets"]),
        "tasks": "new_tasks AS after CROSS JOIN old_tasks AS before" if updates else "new_tasks AS after",
        "sums": ", ".join(SUMS),
        "zeros": ", ".join("0" for _ in SUMS),
        "columns": ", ".join(column for column, _ in SUMS.values()),
        "added_totals": added({variable: column for variable, (column, _) in TOTALS.items()}),
        "periods": PERIODS,
        "total_columns": ", ".join(column for column, _ in TOTALS.values()),
        "totals": ", ".join(TOTALS),
        "uses": ", ".join(USES),
        "zero_uses": ", ".join("0" for _ in USES),
        "added_uses": f"{added(USES)}, durations = {durations}",
        "hours": HOURS,
        "use_columns": ", ".join(USES.values()),
        "merged_buckets": merged("buckets"),
        "lock": LOCK if updates else "",
        "totals_of_several": of_several(f"count_{operation}"),
        "usage_of_several": of_several(f"count_usage_of_{operation}"),
    }
    script = text_of("0017/count.sql")
    for name, text in parts.items():
        script = script.replace(f"{{{name}}}", text)
    return script


def upgrade() -> None:
    execute(text_of("lock_tasks.sql") + count("insert") + count("update"))
