-- For each wrong total, the amount by which it is too low.
CREATE OR REPLACE VIEW task_record.drifted_statistics AS
SELECT user_id, period_type, period_date,
  [[user_task_statistics: sum({column}) AS {column}]]
FROM (
  SELECT user_id, period_type::text, period_date, [[user_task_statistics: {column}]]
  FROM task_record.computed_statistics
  UNION ALL
  SELECT user_id, period_type::text, period_date, [[user_task_statistics: -{column}]]
  FROM public.user_task_statistics
) AS difference
GROUP BY user_id, period_type, period_date
HAVING [[user_task_statistics OR: sum({column}) <> 0]];
GRANT SELECT ON task_record.drifted_statistics TO service_role;
