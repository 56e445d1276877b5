-- Derived from models/statistics/counted.py and migrations/derived/templates: change that, and run `python -m migrations.derived`.
-- For each wrong total, the amount by which it is too low.
CREATE OR REPLACE VIEW task_record.drifted_statistics AS
SELECT user_id, period_type, period_date,
  sum(total_tasks) AS total_tasks,
  sum(successful_tasks) AS successful_tasks,
  sum(failed_tasks) AS failed_tasks,
  sum(total_tokens_used) AS total_tokens_used,
  sum(total_credits_deducted) AS total_credits_deducted,
  sum(total_generation_time_ms) AS total_generation_time_ms,
  sum(timed_tasks) AS timed_tasks,
  sum(completed_generation_time_ms) AS completed_generation_time_ms,
  sum(images_size) AS images_size,
  sum(canceled_tasks) AS canceled_tasks,
  sum(total_cost) AS total_cost
FROM (
  SELECT user_id, period_type::text, period_date, total_tasks, successful_tasks, failed_tasks, total_tokens_used,
    total_credits_deducted, total_generation_time_ms, timed_tasks, completed_generation_time_ms, images_size,
    canceled_tasks, total_cost
  FROM task_record.computed_statistics
  UNION ALL
  SELECT user_id, period_type::text, period_date, -total_tasks, -successful_tasks, -failed_tasks, -total_tokens_used,
    -total_credits_deducted, -total_generation_time_ms, -timed_tasks, -completed_generation_time_ms, -images_size,
    -canceled_tasks, -total_cost
  FROM public.user_task_statistics
) AS difference
GROUP BY user_id, period_type, period_date
HAVING sum(total_tasks) <> 0 OR sum(successful_tasks) <> 0 OR sum(failed_tasks) <> 0 OR sum(total_tokens_used) <> 0
  OR sum(total_credits_deducted) <> 0 OR sum(total_generation_time_ms) <> 0 OR sum(timed_tasks) <> 0
  OR sum(completed_generation_time_ms) <> 0 OR sum(images_size) <> 0 OR sum(canceled_tasks) <> 0
  OR sum(total_cost) <> 0;
GRANT SELECT ON task_record.drifted_statistics TO service_role;
