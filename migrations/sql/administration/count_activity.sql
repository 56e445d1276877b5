-- Counts active and new users of each day, week and month in which these users recorded or lost tasks. It stores them
-- as rows of active_users and compares these with the users' totals, so that it can be repeated. Then it subtracts
-- users who are gone. Only count_changes calls it, with its lock. A period whose changes are not counted yet has no row
-- to count in, and waits for one.
CREATE OR REPLACE FUNCTION task_record.count_activity(users uuid[], days date[]) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  WITH touched AS (
    SELECT DISTINCT change.user_id, period.type, period.start
    FROM unnest(users, days) AS change (user_id, day), LATERAL (VALUES
      ('day', day), ('week', date_trunc('week', day::timestamp)::date), ('month', date_trunc('month', day::timestamp)::date)
    ) AS period (type, start)
  ), firsts AS (
    SELECT user_id, type, (
      SELECT period_date FROM public.user_task_statistics AS totals
        JOIN task_record.overall_statistics AS counted USING (period_type, period_date)
      WHERE totals.user_id = one.user_id AND period_type = type AND totals.total_tasks > 0
      ORDER BY period_date LIMIT 1
    ) AS start
    FROM (SELECT DISTINCT user_id, type FROM touched) AS one
  ), looked_at AS (
    SELECT * FROM touched UNION SELECT * FROM firsts WHERE start IS NOT NULL
    UNION SELECT user_id, period_type, period_date FROM task_record.active_users WHERE is_new AND user_id = ANY (users)
  ), changed AS (
    SELECT one.user_id, one.type, one.start, coalesce(total_tasks, 0) > 0 AS is_active,
      coalesce(firsts.start = one.start, false) AS is_new,
      kept.user_id IS NOT NULL AS was_active, coalesce(kept.is_new, false) AS was_new
    FROM looked_at AS one LEFT JOIN firsts USING (user_id, type)
      LEFT JOIN public.user_task_statistics AS totals
        ON totals.user_id = one.user_id AND totals.period_type = one.type AND totals.period_date = one.start
      LEFT JOIN task_record.active_users AS kept
        ON kept.user_id = one.user_id AND kept.period_type = one.type AND kept.period_date = one.start
  ), left_out AS (
    DELETE FROM task_record.active_users AS kept USING changed
    WHERE kept.user_id = changed.user_id AND period_type = type AND period_date = start AND NOT is_active
  ), put_in AS (
    INSERT INTO task_record.active_users (user_id, period_type, period_date, is_new)
    SELECT user_id, type, start, is_new FROM changed
    WHERE is_active AND (is_new <> was_new OR NOT was_active)
    ON CONFLICT (user_id, period_type, period_date) DO UPDATE SET is_new = excluded.is_new
  ), gone AS (
    DELETE FROM task_record.active_users WHERE is_gone RETURNING period_type, period_date, is_new
  ), difference AS (
    SELECT type, start, sum(active) AS active, sum(new) AS new FROM (
      SELECT type, start, is_active::integer - was_active::integer AS active,
        is_new::integer - was_new::integer AS new FROM changed
      UNION ALL SELECT period_type, period_date, -1, -is_new::integer FROM gone
    ) AS one GROUP BY type, start HAVING sum(active) <> 0 OR sum(new) <> 0
  )
  UPDATE task_record.overall_statistics SET active_users = active_users + active, new_users = new_users + new
  FROM difference WHERE period_type = type AND period_date = start;
END $$;
REVOKE ALL ON FUNCTION task_record.count_activity FROM PUBLIC;
