-- Adds up to 10,000 changes of these users, or of all users when null, to the totals over all users, and returns their
-- number. Concurrent calls wait for each other. Changes of departing users (`mark_departing`), and locked rows, remain
-- for later.
CREATE OR REPLACE FUNCTION task_record.count_changes_of(of_users uuid[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  counted integer;
  departing integer[];
  users uuid[];
  days date[];
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('task_record count_changes'));
  departing := ARRAY(
    SELECT objid::integer FROM pg_catalog.pg_locks
    WHERE locktype = 'advisory' AND objsubid = 2 AND classid = hashtext('task_record departing')::oid
      AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
  );
  WITH taken AS (
    DELETE FROM task_record.overall_changes WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM task_record.overall_changes
      WHERE hashtext(user_id::text) <> ALL (departing) AND (of_users IS NULL OR user_id = ANY (of_users))
      LIMIT 10000 FOR UPDATE SKIP LOCKED
    )) RETURNING *
  ), overall AS (
    INSERT INTO task_record.overall_statistics AS kept (period_type, period_date, [[overall_statistics: {column}]])
    SELECT period_type, period_date,
      [[overall_statistics: sum({column})::{wide} AS {column}]]
    FROM taken, LATERAL (SELECT day::timestamp AS time) AS local, LATERAL (VALUES
      ('day', day), ('week', date_trunc('week', time)::date), ('month', date_trunc('month', time)::date),
      ('all_time', date '1970-01-01')
    ) AS period (period_type, period_date)
    GROUP BY period_type, period_date ORDER BY period_type, period_date
    ON CONFLICT (period_type, period_date) DO UPDATE SET
      [[overall_statistics: {column} = kept.{column} + excluded.{column}]],
      is_stale = true
  ), ranked AS (
    INSERT INTO task_record.user_ranking (user_id, [[user_ranking: {column}]], last_task_at)
    SELECT user_id, [[user_ranking: {column}]], (
      SELECT max(created_at) FROM public.user_task_history AS task
      WHERE task.user_id = totals.user_id AND deleted_at IS NULL
    )
    FROM public.user_task_statistics AS totals
    WHERE user_id IN (SELECT user_id FROM taken) AND period_type = 'all_time' ORDER BY user_id
    ON CONFLICT (user_id) DO UPDATE SET [[user_ranking: {column} = excluded.{column}]], last_task_at = excluded.last_task_at
  )
  SELECT count(*), array_agg(user_id) FILTER (WHERE total_tasks <> 0), array_agg(day) FILTER (WHERE total_tasks <> 0)
  INTO counted, users, days FROM taken;
  PERFORM task_record.count_activity(users, days);
  IF counted < 10000 THEN
    UPDATE task_record.overall_count SET counted_at = now();
  END IF;
  RETURN counted;
END $$;
REVOKE ALL ON FUNCTION task_record.count_changes_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.count_changes_of TO service_role;
