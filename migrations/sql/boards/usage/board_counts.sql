-- What a task counts for on its boards: nothing in the trash or deleted. As a statement, which is part of the caller's
-- plan.
CREATE OR REPLACE FUNCTION task_record.board_counts(task public.user_task_history) RETURNS TABLE (
  task_count integer, completed_tasks integer, failed_tasks integer, tokens_used bigint, credits_deducted bigint,
  cost numeric
)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1 AS $$
  SELECT there, there * (task.status = 'completed')::integer, there * (task.status = 'failed')::integer,
    there * task.tokens_used::bigint, there * task.credits_deducted::bigint, there * coalesce(task.cost, 0)
  FROM (SELECT (task.deleted_at IS NULL AND task.trashed_at IS NULL)::integer AS there) AS counted
$$;
