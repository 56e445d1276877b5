-- Derived from models/statistics/counted.py and migrations/derived/templates: change that, and run `python -m migrations.derived`.
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
    INSERT INTO task_record.user_ranking (user_id, total_tasks, failed_tasks, total_tokens_used, total_credits_deducted,
      images_size, total_cost, last_task_at)
    SELECT user_id, total_tasks, failed_tasks, total_tokens_used, total_credits_deducted, images_size, total_cost, (
      SELECT max(created_at) FROM public.user_task_history AS task
      WHERE task.user_id = totals.user_id AND deleted_at IS NULL
    )
    FROM public.user_task_statistics AS totals WHERE period_type = 'all_time' ORDER BY user_id
  )
  INSERT INTO task_record.overall_statistics (period_type, period_date, image_count, total_tasks, successful_tasks,
    failed_tasks, total_tokens_used, total_credits_deducted, total_generation_time_ms, timed_tasks,
    completed_generation_time_ms, images_size, canceled_tasks, total_cost)
  SELECT period_type, period_date, image_count, total_tasks, successful_tasks, failed_tasks, total_tokens_used,
    total_credits_deducted, total_generation_time_ms, timed_tasks, completed_generation_time_ms, images_size,
    canceled_tasks, total_cost
  FROM task_record.computed_overall;
  PERFORM task_record.recount_activity();
  UPDATE task_record.overall_count SET counted_at = now();
END $$;
REVOKE ALL ON FUNCTION task_record.count_overall FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.count_overall TO service_role;
