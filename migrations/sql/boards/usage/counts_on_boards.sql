-- Derived from models/statistics/counted.py and migrations/derived/templates: change that, and run `python -m migrations.derived`.
-- What a task adds to a board (`sign` 1) or takes from it (-1): in all, where `month` is null, and in the month in which
-- it was created; nothing in the trash or deleted. As a statement, which is part of the caller's plan.
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
