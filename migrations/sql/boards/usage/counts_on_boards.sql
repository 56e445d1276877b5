-- Derived from models/statistics/counted.py and migrations/derived/templates: change that, and run `python -m migrations.derived`.
-- The amounts that a task adds to a board (`sign` 1) or subtracts from it (-1), of all time (`month` null) and of the
-- month when it was created. None for a task that is deleted or in the trash. PostgreSQL inlines this statement.
CREATE OR REPLACE FUNCTION task_record.counts_on_boards(task public.user_task_history, sign integer) RETURNS TABLE (
  month date, task_count integer, completed_tasks integer, failed_tasks integer, tokens_used bigint,
    credits_deducted bigint, cost numeric
)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 2 AS $$
  SELECT counted.month, there * 1, there * (task.status = 'completed')::integer,
    there * (task.status = 'failed')::integer, there * task.tokens_used::bigint, there * task.credits_deducted::bigint,
    there * coalesce(task.cost, 0)
  FROM (SELECT sign * (task.deleted_at IS NULL AND task.trashed_at IS NULL)::integer AS there) AS placed,
    (VALUES (NULL), (date_trunc('month', task.created_at AT TIME ZONE task_record.time_zone())::date)) AS counted (month)
$$;
