-- Derived from models/statistics/counted.py and migrations/derived/templates: change that, and run `python -m migrations.derived`.
-- The usage, computed from all tasks, by user, hour (-1 for the whole day), day, model and type of task.
CREATE OR REPLACE VIEW task_record.computed_usage AS
SELECT user_id, part.hour, local_time::date AS day,
  -- A subquery, since the plan of a join might be made for another number of rows.
  CASE
    WHEN model = '' THEN ''
    WHEN (
      SELECT true FROM task_record.usage_models AS named
      WHERE named.user_id = task.user_id AND named.day = local_time::date AND named.model_version = model
    ) THEN model
    ELSE 'other'
  END AS model_version,
  task_type,
  sum(sign * total_tasks) AS total_tasks,
  sum(sign * successful_tasks) AS successful_tasks,
  sum(sign * failed_tasks) AS failed_tasks,
  sum(sign * tokens_used) AS tokens_used,
  sum(sign * credits_deducted) AS credits_deducted,
  task_record.merge_durations(array_agg((bucket << 32) + sign) FILTER (WHERE bucket IS NOT NULL)) AS durations,
  sum(sign * canceled_tasks) AS canceled_tasks,
  sum(sign * cost) AS cost
FROM (
  SELECT 1 AS sign, task.user_id, task.task_type, counts.*
  FROM public.user_task_history AS task, LATERAL task_record.counts_of(task) AS counts
) AS task, LATERAL (VALUES (-1::smallint), (date_part('hour', local_time)::smallint)) AS part (hour)
GROUP BY 1, 2, 3, 4, 5;
