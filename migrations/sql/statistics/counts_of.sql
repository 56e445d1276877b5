-- Derived from models/statistics/counted.py and migrations/derived/templates: change that, and run `python -m migrations.derived`.
-- A task's amounts in totals and usage, which triggers add and views compare. PostgreSQL inlines this statement into
-- the caller's plan, so the call costs nothing.
CREATE OR REPLACE FUNCTION task_record.counts_of(task public.user_task_history) RETURNS TABLE (
  local_time timestamp, model text, image_count integer, total_tasks integer, successful_tasks integer,
    failed_tasks integer, tokens_used bigint, credits_deducted bigint, bucket bigint, generation_time_ms bigint,
    timed_tasks integer, completed_generation_time_ms bigint, images_size bigint, canceled_tasks integer, cost numeric
)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1 AS $$
  SELECT task.created_at AT TIME ZONE task_record.time_zone(),
    coalesce(task.model_version, ''),
    ((task.aws_original_key IS NOT NULL)::integer + (task.aws_generated_key IS NOT NULL)::integer + CASE
      WHEN task.more_images IS NULL THEN 0 ELSE jsonb_array_length(task.more_images) END),
    1,
    (task.status = 'completed')::integer,
    (task.status = 'failed')::integer,
    task.tokens_used::bigint,
    task.credits_deducted::bigint,
    CASE WHEN NOT (task.status = 'completed') THEN NULL WHEN task.generation_time_ms = 0 THEN -1
      ELSE ceil(ln(task.generation_time_ms::double precision) / ln(1.1::double precision))::bigint END,
    coalesce(task.generation_time_ms, 0)::bigint,
    (task.status = 'completed' AND task.generation_time_ms IS NOT NULL)::integer,
    CASE WHEN task.status = 'completed' THEN coalesce(task.generation_time_ms, 0) ELSE 0 END::bigint,
    (coalesce(task.original_size, 0)::bigint + coalesce(task.generated_size, 0) + CASE
      WHEN task.more_images IS NULL THEN 0 ELSE task_record.size_of(task.more_images) END),
    (task.status = 'canceled')::integer,
    coalesce(task.cost, 0)
$$;
