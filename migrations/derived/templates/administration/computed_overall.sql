-- The totals over all users, computed from all tasks, by period.
CREATE OR REPLACE VIEW task_record.computed_overall AS
SELECT period_type, period_date,
  [[overall_statistics: sum(counts.{one}) AS {column}]]
FROM public.user_task_history AS task, LATERAL task_record.counts_of(task) AS counts,
  LATERAL task_record.periods(created_at) AS period
GROUP BY period_type, period_date;
