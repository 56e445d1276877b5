"""
The tables as `models/` defines them, with row-level security and the triggers that keep all of it consistent.

The table of tasks may hold millions of rows and be in use. So this is done in steps, of which those that keep others
waiting read no rows; interrupted at any of them, it can be run again.
"""

from alembic import op

from migrations.sql import build_index, drop_index, isolated, step, tell, text_of, value
from migrations.transitions import CHANGES, TRANSITION_TABLES

revision = "0002"
down_revision = "0001"

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


def totals(changes: str) -> str:
    return text_of("0002/totals.sql").replace("{changes}", changes)


def changed_totals(changes: str) -> str:
    differs = " OR ".join(f"{column} <> 0" for column in SUMS)
    return f"SELECT * FROM ({totals(changes)}) AS totals WHERE {differs} ORDER BY user_id, period_type, period_date"


def upsert(changes: str) -> str:
    """One statement, its rows in one order for every writer, so that concurrent ones wait but never deadlock."""
    return f"""
    INSERT INTO public.user_task_statistics AS kept (user_id, period_type, period_date, {", ".join(SUMS)})
    {changed_totals(changes)}
    ON CONFLICT (user_id, period_type, period_date) DO UPDATE SET updated_at = now(),
      {", ".join(f"{column} = kept.{column} + excluded.{column}" for column in SUMS)};"""


def subtract(changes: str) -> str:
    """Rows go when their user goes, the totals with them: what is gone already must not be made anew."""
    return f"""
    WITH gone AS (
      SELECT kept.id AS statistics_id, totals.* FROM ({changed_totals(changes)}) AS totals
      JOIN public.user_task_statistics AS kept USING (user_id, period_type, period_date)
      ORDER BY user_id, period_type, period_date FOR UPDATE OF kept
    )
    UPDATE public.user_task_statistics AS kept SET updated_at = now(),
      {", ".join(f"{column} = kept.{column} + gone.{column}" for column in SUMS)}
    FROM gone WHERE kept.id = gone.statistics_id;"""


def keep_statistics(operation: str) -> str:
    name = f"count_{operation.lower()}"
    apply = subtract if operation == "DELETE" else upsert
    return f"""
    CREATE FUNCTION task_record.{name}() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
    BEGIN {apply(CHANGES[operation])} RETURN NULL; END $$;
    CREATE TRIGGER {name} AFTER {operation} ON user_task_history
      REFERENCING {TRANSITION_TABLES[operation]} FOR EACH STATEMENT EXECUTE FUNCTION task_record.{name}();
    """


PAGES_AT_ONCE = 100
"""Of 8 kB, a few thousand rows: filled in while whoever wants to change one of them waits, for less than 0.2 s."""


def adopt() -> None:
    """All that reads no rows: columns, constraints on what is written from now on, policies, the other tables."""
    tasks = "SELECT 1 AS sign, * FROM user_task_history"
    step(
        text_of("lock_tasks.sql")
        + text_of("0002/user_task_history.sql")
        + text_of("0002/user_task_statistics.sql")
        + text_of("0002/isolation.sql")
        + isolated("user_task_history", "user_task_statistics", "task_record.image_uploads")
        + f"CREATE VIEW task_record.computed_statistics AS {totals(tasks)}"
    )


def fill() -> None:
    """Give rows what they must not lack."""
    pages = value("SELECT pg_relation_size('user_task_history') / current_setting('block_size')::bigint")
    tell("Filling in what tasks lack.")
    for first in range(0, pages, PAGES_AT_ONCE):
        step(text_of("0002/filled.sql").format(first=first, last=first + PAGES_AT_ONCE))


def index() -> None:
    """Replace the indexes; those of the original design serve until then."""
    build_index(
        "user_task_history_user_id_created_at_id_idx",
        "user_task_history (user_id, created_at DESC, id DESC) WHERE deleted_at IS NULL",
    )
    build_index("user_task_history_user_id_updated_at_idx", "user_task_history (user_id, updated_at)")
    drop_index("idx_user_task_history_user_created")
    drop_index("idx_user_task_history_status")


def complete() -> None:
    """Begin to keep totals, which cannot count a task without a time."""
    step(
        text_of("lock_tasks.sql")
        + text_of("0002/not_null.sql")
        + "".join(keep_statistics(operation) for operation in CHANGES)
        + text_of("0002/events.sql")
        + text_of("0002/objects.sql")
    )


def upgrade() -> None:
    with op.get_context().autocommit_block():
        if not value("SELECT to_regclass('task_record.image_uploads') IS NOT NULL"):
            adopt()
        step(text_of("0002/unfit_rows.sql"))  # those written since `migrate` looked, before it began
        if not value("SELECT to_regprocedure('task_record.count_insert()') IS NOT NULL"):
            fill()
            step(text_of("lock_tasks.sql") + text_of("0002/stay_filled.sql"))
            fill()
            tell("Looking whether each task is as it must be.")
            step(text_of("0002/valid.sql"))
            index()
            complete()
