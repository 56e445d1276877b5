-- Recounts active and new users of each day, week and month for the totals of all users. Waits until nobody departs; a
-- count of changes waits for it. A period whose changes are not counted yet is left to count_activity, because it has
-- no row to count in.
CREATE OR REPLACE FUNCTION task_record.recount_activity() RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('task_record departing'));
  PERFORM pg_advisory_xact_lock(hashtext('task_record count_changes'));
  DELETE FROM task_record.active_users;
  INSERT INTO task_record.active_users (user_id, period_type, period_date, is_new)
  SELECT user_id, period_type, period_date,
    period_date = min(period_date) OVER (PARTITION BY user_id, period_type)
  FROM public.user_task_statistics JOIN (
    SELECT period_type, period_date FROM task_record.overall_statistics
  ) AS counted USING (period_type, period_date)
  WHERE period_type <> 'all_time' AND total_tasks > 0;
  UPDATE task_record.overall_statistics AS kept
  SET active_users = coalesce(counted.active, 0), new_users = coalesce(counted.new, 0)
  FROM task_record.overall_statistics AS period LEFT JOIN (
    SELECT period_type, period_date, count(*) AS active, count(*) FILTER (WHERE is_new) AS new
    FROM task_record.active_users GROUP BY period_type, period_date
  ) AS counted USING (period_type, period_date)
  WHERE kept.period_type = period.period_type AND kept.period_date = period.period_date;
END $$;
REVOKE ALL ON FUNCTION task_record.recount_activity FROM PUBLIC;
