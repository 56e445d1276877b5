CREATE FUNCTION task_record.name_models(of_user uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  days date[];
  models text[];
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('task_record mend_statistics'));
  SELECT array_agg(day), array_agg(model_version) INTO days, models FROM (
    SELECT day, model_version, row_number() OVER (PARTITION BY day ORDER BY count(*) DESC, model_version) AS number
    FROM ({tasks} AND user_id = of_user) AS task
    WHERE NOT EXISTS (
      SELECT FROM task_record.usage_models AS named
      WHERE named.user_id = of_user AND named.day = task.day AND named.model_version = task.model_version
    )
    GROUP BY day, model_version
  ) AS unnamed WHERE number <= 50;
  IF days IS NOT NULL THEN
    PERFORM {lock};
    {names}
  END IF;
EXCEPTION WHEN foreign_key_violation THEN
  NULL; -- the user is gone by now
END $$;

CREATE FUNCTION task_record.mend_usage(of_user uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('task_record mend_statistics'));
  {upsert}
EXCEPTION WHEN foreign_key_violation THEN
  NULL;
END $$;

REVOKE ALL ON FUNCTION task_record.name_models, task_record.mend_usage FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.name_models, task_record.mend_usage TO service_role;
GRANT SELECT ON task_record.drifted_usage TO service_role;
-- Until `migrate` has counted what is there.
COMMENT ON FUNCTION task_record.time_zone() IS 'Statistics are being counted anew.';
