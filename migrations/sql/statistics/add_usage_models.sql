-- Names models of users' days, up to 50 a day: usage is counted under these names, and that of all other models under
-- `other`. The users are locked, in their order, so that no two transactions count a user's names at once.
CREATE OR REPLACE FUNCTION task_record.add_usage_models(models task_record.usage_models[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('task_record usage_models'), hashtext(user_id::text))
  FROM (SELECT DISTINCT user_id FROM unnest(models) ORDER BY user_id) AS users;
  INSERT INTO task_record.usage_models (user_id, day, model_version)
  SELECT user_id, day, model_version FROM (
    SELECT *, row_number() OVER (PARTITION BY user_id, day ORDER BY model_version) AS number
    FROM (SELECT DISTINCT * FROM unnest(models)) AS model
    WHERE NOT EXISTS (
      SELECT FROM task_record.usage_models AS named
      WHERE named.user_id = model.user_id AND named.day = model.day AND named.model_version = model.model_version
    )
  ) AS unnamed
  WHERE number + (
    SELECT count(*) FROM task_record.usage_models AS named
    WHERE named.user_id = unnamed.user_id AND named.day = unnamed.day
  ) <= 50;
END $$;
REVOKE ALL ON FUNCTION task_record.add_usage_models FROM PUBLIC;
