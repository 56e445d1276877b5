-- Adds the missing amounts to a user's totals, as the triggers do, so that writers are not blocked. A task changed
-- meanwhile changes tasks and totals equally, and not their difference. Only concurrent repairs wait for each other.
CREATE OR REPLACE FUNCTION task_record.repair_statistics(of_user uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('task_record repair_statistics'));
  INSERT INTO public.user_task_statistics AS kept (user_id, period_type, period_date, [[user_task_statistics: {column}]])
  SELECT user_id, period_type, period_date, [[user_task_statistics: {column}]]
  FROM task_record.drifted_statistics WHERE user_id = of_user ORDER BY period_type, period_date
  ON CONFLICT (user_id, period_type, period_date) DO UPDATE SET updated_at = now(),
    [[user_task_statistics: {column} = kept.{column} + excluded.{column}]];
EXCEPTION WHEN foreign_key_violation THEN
  NULL; -- the user was deleted meanwhile, with tasks and totals
END $$;
REVOKE ALL ON FUNCTION task_record.repair_statistics FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.repair_statistics TO service_role;
