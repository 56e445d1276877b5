-- Adds to a user's usage what it lacks, as `repair_statistics` does.
CREATE OR REPLACE FUNCTION task_record.repair_usage(of_user uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('task_record repair_statistics'));
  INSERT INTO task_record.user_task_usage AS kept (user_id, hour, day, model_version, task_type, total_tasks,
    successful_tasks, failed_tasks, tokens_used, credits_deducted, canceled_tasks, cost, durations)
  SELECT user_id, hour, day, model_version, task_type, total_tasks, successful_tasks, failed_tasks, tokens_used,
    credits_deducted, canceled_tasks, cost, durations
  FROM task_record.drifted_usage WHERE user_id = of_user ORDER BY user_id, hour, day, model_version, task_type
  ON CONFLICT (user_id, hour, day, model_version, task_type) DO UPDATE SET
    total_tasks = kept.total_tasks + excluded.total_tasks,
    successful_tasks = kept.successful_tasks + excluded.successful_tasks,
    failed_tasks = kept.failed_tasks + excluded.failed_tasks,
    tokens_used = kept.tokens_used + excluded.tokens_used,
    credits_deducted = kept.credits_deducted + excluded.credits_deducted,
    canceled_tasks = kept.canceled_tasks + excluded.canceled_tasks,
    cost = kept.cost + excluded.cost,
    durations = task_record.merge_durations(kept.durations || excluded.durations);
EXCEPTION WHEN foreign_key_violation THEN
  NULL; -- the user is gone by now
END $$;
REVOKE ALL ON FUNCTION task_record.repair_usage FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.repair_usage TO service_role;
