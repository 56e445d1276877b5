-- What the usage must be: that of all tasks, by user, hour (-1 for the whole day), day, model and type of task.
CREATE OR REPLACE VIEW task_record.computed_usage AS
SELECT user_id, part.hour, local_time::date AS day,
  -- As a subquery, and no join, whose plan might be that of another number of rows.
  CASE
    WHEN model = '' THEN ''
    WHEN (
      SELECT true FROM task_record.usage_models AS named
      WHERE named.user_id = task.user_id AND named.day = local_time::date AND named.model_version = model
    ) THEN model
    ELSE 'other'
  END::varchar AS model_version,
  task_type,
  sum(total_tasks)::integer AS total_tasks,
  sum(successful_tasks)::integer AS successful_tasks,
  sum(failed_tasks)::integer AS failed_tasks,
  sum(counts.tokens_used)::bigint AS tokens_used,
  sum(counts.credits_deducted)::bigint AS credits_deducted,
  sum(canceled_tasks)::integer AS canceled_tasks,
  sum(counts.cost) AS cost,
  task_record.merge_durations(array_agg((bucket << 32) + 1) FILTER (WHERE bucket IS NOT NULL)) AS durations
FROM public.user_task_history AS task, LATERAL task_record.counts_of(task) AS counts,
  LATERAL (VALUES (-1::smallint), (date_part('hour', local_time)::smallint)) AS part (hour)
GROUP BY 1, 2, 3, 4, 5;
