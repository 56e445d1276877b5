-- The periods with wrong active or new users, or a wrong use of all users by hour and model. Changes that wait to be
-- counted do not matter.
CREATE OR REPLACE VIEW task_record.drifted_activity AS
SELECT period_type, period_date FROM (
  SELECT user_id, period_type, period_date,
    period_date = min(period_date) OVER (PARTITION BY user_id, period_type) AS is_new
  FROM public.user_task_statistics WHERE period_type <> 'all_time' AND total_tasks > 0
) AS due FULL JOIN (
  SELECT user_id, period_type, period_date, is_new FROM task_record.active_users WHERE NOT is_gone
) AS kept USING (user_id, period_type, period_date)
WHERE due.is_new IS DISTINCT FROM kept.is_new
  AND user_id NOT IN (SELECT waiting.user_id FROM task_record.overall_changes AS waiting)
UNION
SELECT period_type, period_date FROM task_record.overall_statistics LEFT JOIN (
  SELECT period_type, period_date, count(*) AS active, count(*) FILTER (WHERE is_new) AS new
  FROM task_record.active_users GROUP BY period_type, period_date
) AS counted USING (period_type, period_date)
WHERE period_type <> 'all_time' AND (active_users, new_users) <> (coalesce(active, 0), coalesce(new, 0))
UNION
SELECT period_type, period_date FROM (
  SELECT 'day' AS period_type, day AS period_date
  FROM (
    SELECT day, total_tasks, successful_tasks, failed_tasks FROM task_record.overall_usage
    UNION ALL
    SELECT day, -total_tasks, -successful_tasks, -failed_tasks FROM task_record.user_task_usage WHERE hour >= 0
  ) AS difference
  GROUP BY day HAVING sum(total_tasks) <> 0 OR sum(successful_tasks) <> 0 OR sum(failed_tasks) <> 0
) AS wrong JOIN task_record.overall_statistics USING (period_type, period_date)
WHERE NOT is_stale AND period_date NOT IN (SELECT day FROM task_record.overall_changes);
GRANT SELECT ON task_record.drifted_activity TO service_role;
