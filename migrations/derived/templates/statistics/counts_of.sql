-- A task's amounts in totals and usage, which triggers add and views compare. PostgreSQL inlines this statement into
-- the caller's plan, so the call costs nothing.
CREATE OR REPLACE FUNCTION task_record.counts_of(task public.user_task_history) RETURNS TABLE (
  local_time timestamp, model text, [[counts: {one} {kind}; {one} bigint]]
)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1 AS $$
  SELECT task.created_at AT TIME ZONE task_record.time_zone(),
    coalesce(task.model_version, ''),
    [[counts: {of_task}; {of_task}]]
$$;
