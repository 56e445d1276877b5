-- Derived from models/statistics/counted.py and migrations/derived/templates: change that, and run `python -m migrations.derived`.
-- Adds the missing amounts to a user's totals, as the triggers do, so that writers are not blocked. A task changed
-- meanwhile changes tasks and totals equally, and not their difference. Only concurrent repairs wait for each other.
CREATE OR REPLACE FUNCTION task_record.repair_statistics(of_user uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('task_record repair_statistics'));
  INSERT INTO public.user_task_statistics AS kept (user_id, period_type, period_date, total_tasks, successful_tasks,
    failed_tasks, total_tokens_used, total_credits_deducted, total_generation_time_ms, timed_tasks,
    completed_generation_time_ms, images_size, canceled_tasks, total_cost)
  SELECT user_id, period_type, period_date, total_tasks, successful_tasks, failed_tasks, total_tokens_used,
    total_credits_deducted, total_generation_time_ms, timed_tasks, completed_generation_time_ms, images_size,
    canceled_tasks, total_cost
  FROM task_record.drifted_statistics WHERE user_id = of_user ORDER BY period_type, period_date
  ON CONFLICT (user_id, period_type, period_date) DO UPDATE SET updated_at = now(),
    total_tasks = kept.total_tasks + excluded.total_tasks,
    successful_tasks = kept.successful_tasks + excluded.successful_tasks,
    failed_tasks = kept.failed_tasks + excluded.failed_tasks,
    total_tokens_used = kept.total_tokens_used + excluded.total_tokens_used,
    total_credits_deducted = kept.total_credits_deducted + excluded.total_credits_deducted,
    total_generation_time_ms = kept.total_generation_time_ms + excluded.total_generation_time_ms,
    timed_tasks = kept.timed_tasks + excluded.timed_tasks,
    completed_generation_time_ms = kept.completed_generation_time_ms + excluded.completed_generation_time_ms,
    images_size = kept.images_size + excluded.images_size,
    canceled_tasks = kept.canceled_tasks + excluded.canceled_tasks,
    total_cost = kept.total_cost + excluded.total_cost;
EXCEPTION WHEN foreign_key_violation THEN
  NULL; -- the user was deleted meanwhile, with tasks and totals
END $$;
REVOKE ALL ON FUNCTION task_record.repair_statistics FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.repair_statistics TO service_role;
