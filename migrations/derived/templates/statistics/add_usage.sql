-- Adds amounts to users' usage. Rows are locked in the order of their index.
CREATE OR REPLACE FUNCTION task_record.add_usage(changes task_record.user_task_usage[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO task_record.user_task_usage AS kept
  SELECT * FROM unnest(changes) ORDER BY user_id, hour, day, model_version, task_type
  ON CONFLICT (user_id, hour, day, model_version, task_type) DO UPDATE SET
    [[user_task_usage: {column} = kept.{column} + excluded.{column}; {column} = task_record.merge_durations(kept.{column} || excluded.{column})]];
END $$;
REVOKE ALL ON FUNCTION task_record.add_usage FROM PUBLIC;
