-- Corrects a user's usage by the difference, as repair_statistics does.
CREATE OR REPLACE FUNCTION task_record.repair_usage(of_user uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('task_record repair_statistics'));
  PERFORM task_record.add_usage(array_agg(ROW(lacking.*)::task_record.user_task_usage))
  FROM task_record.drifted_usage AS lacking WHERE user_id = of_user;
EXCEPTION WHEN foreign_key_violation THEN
  NULL; -- the user is gone by now
END $$;
REVOKE ALL ON FUNCTION task_record.repair_usage FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.repair_usage TO service_role;
