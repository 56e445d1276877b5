-- Recounts the totals over all users from all tasks, while no user departs. Concurrent changes remain to be counted.
CREATE OR REPLACE FUNCTION task_record.count_overall() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('task_record departing'));
  PERFORM pg_advisory_xact_lock(hashtext('task_record count_changes'));
  DELETE FROM task_record.overall_statistics;
  DELETE FROM task_record.user_ranking;
  -- In one statement, so that the removed changes belong to exactly the counted tasks.
  WITH counted AS (
    DELETE FROM task_record.overall_changes
  ), ranked AS (
    INSERT INTO task_record.user_ranking (user_id, [[user_ranking: {column}]], last_task_at)
    SELECT user_id, [[user_ranking: {column}]], (
      SELECT max(created_at) FROM public.user_task_history AS task
      WHERE task.user_id = totals.user_id AND deleted_at IS NULL
    )
    FROM public.user_task_statistics AS totals WHERE period_type = 'all_time' ORDER BY user_id
  )
  INSERT INTO task_record.overall_statistics (period_type, period_date, [[overall_statistics: {column}]])
  SELECT period_type, period_date, [[overall_statistics: {column}]]
  FROM task_record.computed_overall;
  PERFORM task_record.recount_activity();
  UPDATE task_record.overall_count SET counted_at = now();
END $$;
REVOKE ALL ON FUNCTION task_record.count_overall FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.count_overall TO service_role;
