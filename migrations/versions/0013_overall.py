"""
Totals over all users, and users ranked by theirs. Those who write tasks note what they change in rows of their own; the
worker adds it up.
"""

from collections.abc import Iterable

from alembic import op

from migrations.sql import build_index, enclosed, step, text_of, value
from migrations.transitions import CHANGES

revision = "0013"
down_revision = "0012"

SUMS = (
    "total_tasks",
    "successful_tasks",
    "failed_tasks",
    "total_tokens_used",
    "total_credits_deducted",
    "total_generation_time_ms",
    "timed_tasks",
    "completed_generation_time_ms",
    "images_size",
)
OVERALL_SUMS = ("image_count", *SUMS)
SIZE_OF_MORE = "CASE WHEN more_images IS NULL THEN 0 ELSE task_record.size_of(more_images) END"
IMAGE_COUNT = """sum(sign * ((aws_original_key IS NOT NULL)::integer + (aws_generated_key IS NOT NULL)::integer
    + CASE WHEN more_images IS NULL THEN 0 ELSE jsonb_array_length(more_images) END))::integer"""
DIFFERS = " OR ".join(f"{name} <> 0" for name in OVERALL_SUMS)
AT_ONCE = 10_000
"""Changes that are counted in a transaction."""
TABLES = [f"task_record.{name}" for name in ("overall_changes", "overall_statistics", "overall_count", "user_ranking")]


def columns(names: Iterable[str], form: str = "{0}") -> str:
    return ", ".join(form.format(name) for name in names)


def totals(changes: str, user_id: str = "changed.user_id, ") -> str:
    """Of each user and period, as they have been counted since 0005, and with them the number of images."""
    return (
        text_of("0002/totals.sql")
        .replace("changed.user_id, ", user_id)
        .replace("coalesce(generated_size, 0)", f"coalesce(generated_size, 0) + {SIZE_OF_MORE}")
        .replace("AS images_size", f"AS images_size, {IMAGE_COUNT} AS image_count")
        .replace("{changes}", changes)
    )


def noted(changes: str) -> str:
    """The beginning of a statement: what has `changed` of each user and period, in one order for every writer."""
    names = columns(OVERALL_SUMS)
    return f"""
    WITH changed AS (
      SELECT * FROM ({totals(changes)}) AS totals WHERE {DIFFERS} ORDER BY user_id, period_type, period_date
    ), noted AS (
      INSERT INTO task_record.overall_changes (user_id, day, {names})
      SELECT user_id, period_date, {names} FROM changed WHERE period_type = 'day'
    )"""


def upsert(changes: str) -> str:
    """So that concurrent writers wait but never deadlock, as ever."""
    return f"""{noted(changes)}
    INSERT INTO public.user_task_statistics AS kept (user_id, period_type, period_date, {columns(SUMS)})
    SELECT user_id, period_type, period_date, {columns(SUMS)} FROM changed
    ON CONFLICT (user_id, period_type, period_date) DO UPDATE SET updated_at = now(),
      {columns(SUMS, "{0} = kept.{0} + excluded.{0}")};"""


def subtract(changes: str) -> str:
    """Rows go when their user goes, the totals with them: what is gone already must not be made anew."""
    return f"""{noted(changes)}, gone AS (
      SELECT kept.id AS statistics_id, {columns(SUMS, "changed.{0}")} FROM changed
      JOIN public.user_task_statistics AS kept USING (user_id, period_type, period_date)
      ORDER BY user_id, period_type, period_date FOR UPDATE OF kept
    )
    UPDATE public.user_task_statistics AS kept SET updated_at = now(), {columns(SUMS, "{0} = kept.{0} + gone.{0}")}
    FROM gone WHERE kept.id = gone.statistics_id;"""


def keep_statistics(operation: str) -> str:
    apply = subtract if operation == "DELETE" else upsert
    return f"""
    CREATE OR REPLACE FUNCTION task_record.count_{operation.lower()}() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
    BEGIN {apply(CHANGES[operation])} RETURN NULL; END $$;"""


def by_period(changes: str) -> str:
    """The sums of each period, of rows that have them of a `day`."""
    return f"""
    SELECT period_type, period_date, {columns(OVERALL_SUMS, "sum({0})::bigint AS {0}")}
    FROM ({changes}) AS by_day, LATERAL (SELECT day::timestamp AS time) AS local, LATERAL (VALUES
      ('day', day), ('week', date_trunc('week', time)::date), ('month', date_trunc('month', time)::date),
      ('all_time', date '1970-01-01')
    ) AS period (period_type, period_date)
    GROUP BY period_type, period_date ORDER BY period_type, period_date"""


def views() -> str:
    """What the totals must be, and of each that is not, how much it lacks."""
    negated = columns(OVERALL_SUMS, "-{0}")
    return f"""
    CREATE VIEW task_record.computed_overall AS
    {totals("SELECT 1 AS sign, * FROM public.user_task_history", user_id="")};
    CREATE VIEW task_record.drifted_overall AS
    SELECT * FROM (
      SELECT period_type, period_date, {columns(OVERALL_SUMS, "sum({0}) AS {0}")} FROM (
        SELECT period_type, period_date, {columns(OVERALL_SUMS)} FROM task_record.computed_overall
        UNION ALL
        SELECT period_type, period_date, {negated} FROM task_record.overall_statistics
        UNION ALL
        SELECT period_type, period_date, {negated}
        FROM ({by_period("SELECT * FROM task_record.overall_changes")}) AS waiting
      ) AS difference GROUP BY period_type, period_date
    ) AS difference WHERE {DIFFERS};"""


def functions() -> str:
    add = f"""
    INSERT INTO task_record.overall_statistics AS kept (period_type, period_date, {columns(OVERALL_SUMS)})
    {by_period("SELECT * FROM taken")}
    ON CONFLICT (period_type, period_date) DO UPDATE SET {columns(OVERALL_SUMS, "{0} = kept.{0} + excluded.{0}")}"""
    return (
        text_of("0013/functions.sql")
        .replace("{add}", add)
        .replace("{rank}", text_of("0013/rank.sql"))
        .replace("{columns}", columns(OVERALL_SUMS))
        .replace("{at_once}", str(AT_ONCE))
    )


def upgrade() -> None:
    with op.get_context().autocommit_block():
        if not value("SELECT to_regclass('task_record.user_ranking') IS NOT NULL"):
            step(
                text_of("lock_tasks.sql")
                + text_of("0013/tables.sql")
                + enclosed("SELECT", *TABLES)
                + views()
                + functions()
                + "".join(keep_statistics(operation) for operation in CHANGES)
            )
        step("SELECT task_record.count_overall()")
        build_index(
            "user_task_history_created_at_id_idx",
            "user_task_history (created_at DESC, id DESC) WHERE deleted_at IS NULL",
        )
