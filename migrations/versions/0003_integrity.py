"""What `reconcile` compares, and how it mends totals."""

from migrations.sql import execute, text_of

revision = "0003"
down_revision = "0002"

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


def drifted_statistics() -> str:
    """Of each total that is not what the tasks add up to, how much it lacks."""
    computed = ", ".join(SUMS)
    kept = ", ".join(f"-{column}" for column in SUMS)
    return f"""
    CREATE VIEW task_record.drifted_statistics AS
    SELECT user_id, period_type, period_date, {", ".join(f"sum({column}) AS {column}" for column in SUMS)}
    FROM (
      SELECT user_id, period_type::text, period_date, {computed} FROM task_record.computed_statistics
      UNION ALL
      SELECT user_id, period_type::text, period_date, {kept} FROM public.user_task_statistics
    ) AS difference
    GROUP BY user_id, period_type, period_date
    HAVING {" OR ".join(f"sum({column}) <> 0" for column in SUMS)};
    """


def mend_statistics() -> str:
    """
    Adds what is lacking, as the triggers do, so that nobody has to be kept from writing: a task changed
    meanwhile changes tasks and totals alike, and not what they differ by. Only two that mend at once must wait.
    """
    return f"""
    CREATE FUNCTION task_record.mend_statistics(of_user uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
    BEGIN
      PERFORM pg_advisory_xact_lock(hashtext('task_record mend_statistics'));
      INSERT INTO public.user_task_statistics AS kept (user_id, period_type, period_date, {", ".join(SUMS)})
      SELECT user_id, period_type, period_date, {", ".join(SUMS)} FROM task_record.drifted_statistics
      WHERE user_id = of_user ORDER BY period_type, period_date
      ON CONFLICT (user_id, period_type, period_date) DO UPDATE SET updated_at = now(),
        {", ".join(f"{column} = kept.{column} + excluded.{column}" for column in SUMS)};
    EXCEPTION WHEN foreign_key_violation THEN
      NULL; -- the user is gone by now, tasks, totals and all
    END $$;
    REVOKE ALL ON FUNCTION task_record.mend_statistics FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION task_record.mend_statistics TO service_role;
    """


def upgrade() -> None:
    execute(text_of("0003/objects.sql"))
    execute(drifted_statistics())
    execute(mend_statistics())
    execute("GRANT SELECT ON task_record.recorded_objects, task_record.drifted_statistics TO service_role")
