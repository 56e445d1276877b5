-- Derived from models/statistics/counted.py and migrations/derived/templates: change that, and run `python -m migrations.derived`.
-- Adds amounts to users' usage. Rows are locked in the order of their index.
CREATE OR REPLACE FUNCTION task_record.add_usage(changes task_record.user_task_usage[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO task_record.user_task_usage AS kept
  SELECT * FROM unnest(changes) ORDER BY user_id, hour, day, model_version, task_type
  ON CONFLICT (user_id, hour, day, model_version, task_type) DO UPDATE SET
    total_tasks = kept.total_tasks + excluded.total_tasks,
    successful_tasks = kept.successful_tasks + excluded.successful_tasks,
    failed_tasks = kept.failed_tasks + excluded.failed_tasks,
    tokens_used = kept.tokens_used + excluded.tokens_used,
    credits_deducted = kept.credits_deducted + excluded.credits_deducted,
    durations = task_record.merge_durations(kept.durations || excluded.durations),
    canceled_tasks = kept.canceled_tasks + excluded.canceled_tasks,
    cost = kept.cost + excluded.cost;
END $$;
REVOKE ALL ON FUNCTION task_record.add_usage FROM PUBLIC;
