-- Adds up to {at_once} of the changes to the totals over all users, and says how many it has; one that runs waits for
-- another.
CREATE FUNCTION task_record.count_changes() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  counted integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('task_record count_changes'));
  WITH taken AS (
    DELETE FROM task_record.overall_changes
    WHERE ctid = ANY (ARRAY(SELECT ctid FROM task_record.overall_changes LIMIT {at_once})) RETURNING *
  ), overall AS (
    {add}
  ), ranked AS (
    {rank}
  )
  SELECT count(*) INTO counted FROM taken;
  IF counted < {at_once} THEN
    UPDATE task_record.overall_count SET counted_at = now();
  END IF;
  RETURN counted;
EXCEPTION WHEN foreign_key_violation THEN
  RETURN 0; -- a user has just gone, and will be when this is tried next
END $$;

-- Makes the totals over all users anew, of all tasks. What is written meanwhile waits to be counted.
CREATE FUNCTION task_record.count_overall() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('task_record count_changes'));
  DELETE FROM task_record.overall_statistics;
  DELETE FROM task_record.user_ranking;
  -- In one statement, so that what is taken away is of just those tasks that are looked at.
  WITH counted AS (
    DELETE FROM task_record.overall_changes
  ), taken AS (
    SELECT user_id FROM public.user_task_statistics WHERE period_type = 'all_time'
  ), ranked AS (
    {rank}
  )
  INSERT INTO task_record.overall_statistics (period_type, period_date, {columns})
  SELECT period_type, period_date, {columns} FROM task_record.computed_overall;
  UPDATE task_record.overall_count SET counted_at = now();
END $$;

REVOKE ALL ON FUNCTION task_record.count_changes, task_record.count_overall FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.count_changes, task_record.count_overall TO service_role;
GRANT SELECT ON task_record.drifted_overall TO service_role;
