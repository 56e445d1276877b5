"""The tables as `models/` defines them, with row-level security and the triggers that keep all of it consistent."""

from migrations.sql import execute, text_of

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
CHANGES = {
    "INSERT": "SELECT 1 AS sign, * FROM new_tasks",
    "UPDATE": "SELECT 1 AS sign, * FROM new_tasks UNION ALL SELECT -1, * FROM old_tasks",
    "DELETE": "SELECT -1 AS sign, * FROM old_tasks",
}
TRANSITION_TABLES = {
    "INSERT": "NEW TABLE AS new_tasks",
    "UPDATE": "OLD TABLE AS old_tasks NEW TABLE AS new_tasks",
    "DELETE": "OLD TABLE AS old_tasks",
}


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


def upgrade() -> None:
    execute(text_of("0002/user_task_history.sql"))
    execute(text_of("0002/user_task_statistics.sql"))
    execute(text_of("0002/isolation.sql"))
    execute(f"CREATE VIEW task_record.computed_statistics AS {totals('SELECT 1 AS sign, * FROM user_task_history')}")
    for operation in CHANGES:
        execute(keep_statistics(operation))
    execute(text_of("0002/events.sql"))
    execute(text_of("0002/objects.sql"))
