-- Derived from models/statistics/counted.py and migrations/derived/templates: change that, and run `python -m migrations.derived`.
-- The totals over all users, computed from all tasks, by period.
CREATE OR REPLACE VIEW task_record.computed_overall AS
SELECT period_type, period_date,
  sum(counts.image_count) AS image_count,
  sum(counts.total_tasks) AS total_tasks,
  sum(counts.successful_tasks) AS successful_tasks,
  sum(counts.failed_tasks) AS failed_tasks,
  sum(counts.tokens_used) AS total_tokens_used,
  sum(counts.credits_deducted) AS total_credits_deducted,
  sum(counts.generation_time_ms) AS total_generation_time_ms,
  sum(counts.timed_tasks) AS timed_tasks,
  sum(counts.completed_generation_time_ms) AS completed_generation_time_ms,
  sum(counts.images_size) AS images_size,
  sum(counts.canceled_tasks) AS canceled_tasks,
  sum(counts.cost) AS total_cost
FROM public.user_task_history AS task, LATERAL task_record.counts_of(task) AS counts,
  LATERAL task_record.periods(created_at) AS period
GROUP BY period_type, period_date;
