-- The totals, computed from all tasks, by user and period.
CREATE OR REPLACE VIEW task_record.computed_statistics AS
SELECT user_id, period_type, period_date,
  [[user_task_statistics: sum(counts.{one}) AS {column}]]
FROM public.user_task_history AS task, LATERAL task_record.counts_of(task) AS counts,
  LATERAL task_record.periods(created_at) AS period
GROUP BY user_id, period_type, period_date;
