-- The amounts that a task adds to a board (`sign` 1) or subtracts from it (-1), of all time (`month` null) and of the
-- month when it was created. None for a task that is deleted or in the trash. PostgreSQL inlines this statement.
CREATE OR REPLACE FUNCTION task_record.counts_on_boards(task public.user_task_history, sign integer) RETURNS TABLE (
  month date, [[board_usage: {column} {kind}]]
)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 2 AS $$
  SELECT counted.month, [[board_usage: there * {of_task}]]
  FROM (SELECT sign * (task.deleted_at IS NULL AND task.trashed_at IS NULL)::integer AS there) AS placed,
    (VALUES (NULL), (date_trunc('month', task.created_at AT TIME ZONE task_record.time_zone())::date)) AS counted (month)
$$;
