-- Names the models of a user's days that are not named yet, the most used first, up to 50 a day. In a transaction
-- before `repair_usage`: what is counted under a name is known by the names that are committed, and while they are given
-- the user's writers wait.
CREATE OR REPLACE FUNCTION task_record.name_models(of_user uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  days date[];
  models text[];
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('task_record repair_statistics'));
  SELECT array_agg(day), array_agg(model_version) INTO days, models FROM (
    SELECT day, model_version, row_number() OVER (PARTITION BY day ORDER BY count(*) DESC, model_version) AS number
    FROM (
SELECT user_id, (created_at AT TIME ZONE task_record.time_zone())::date AS day, model_version
FROM public.user_task_history WHERE model_version <> '' AND user_id = of_user) AS task
    WHERE NOT EXISTS (
      SELECT FROM task_record.usage_models AS named
      WHERE named.user_id = of_user AND named.day = task.day AND named.model_version = task.model_version
    )
    GROUP BY day, model_version
  ) AS unnamed WHERE number <= 50;
  IF days IS NOT NULL THEN
    PERFORM pg_advisory_xact_lock(hashtext('task_record usage_models'), hashtext(of_user::text));
    INSERT INTO task_record.usage_models (user_id, day, model_version)
SELECT user_id, day, model_version FROM (
  SELECT *, row_number() OVER (PARTITION BY user_id, day ORDER BY model_version) AS number
  FROM (SELECT DISTINCT user_id, day, model_version FROM (SELECT of_user AS user_id, * FROM unnest(days, models) AS task (day, model_version)) AS task) AS task
  WHERE (
    SELECT true FROM task_record.usage_models AS named
    WHERE named.user_id = task.user_id AND named.day = task.day AND named.model_version = task.model_version
  ) IS NULL
) AS unnamed
WHERE number + (
  SELECT count(*) FROM task_record.usage_models AS named WHERE named.user_id = unnamed.user_id AND named.day = unnamed.day
) <= 50;

  END IF;
EXCEPTION WHEN foreign_key_violation THEN
  NULL; -- the user is gone by now
END $$;
REVOKE ALL ON FUNCTION task_record.name_models FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.name_models TO service_role;
