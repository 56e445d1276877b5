-- Names the models of a user's days that have no name yet, most used first, up to 50 a day. It must commit before
-- repair_usage: names are known once committed, and the user's writers wait while they are given.
CREATE OR REPLACE FUNCTION task_record.name_models(of_user uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  models task_record.usage_models[];
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('task_record repair_statistics'));
  SELECT array_agg(ROW(of_user, day, model_version)::task_record.usage_models) INTO models FROM (
    SELECT day, model_version, row_number() OVER (PARTITION BY day ORDER BY count(*) DESC, model_version) AS number
    FROM (
      SELECT (created_at AT TIME ZONE task_record.time_zone())::date AS day, model_version
      FROM public.user_task_history WHERE model_version <> '' AND user_id = of_user
    ) AS task
    WHERE NOT EXISTS (
      SELECT FROM task_record.usage_models AS named
      WHERE named.user_id = of_user AND named.day = task.day AND named.model_version = task.model_version
    )
    GROUP BY day, model_version
  ) AS unnamed WHERE number <= 50;
  IF models IS NOT NULL THEN
    PERFORM task_record.add_usage_models(models);
  END IF;
EXCEPTION WHEN foreign_key_violation THEN
  NULL; -- the user is gone by now
END $$;
REVOKE ALL ON FUNCTION task_record.name_models FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.name_models TO service_role;
