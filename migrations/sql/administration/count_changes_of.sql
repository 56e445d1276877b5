-- Derived from models/statistics/counted.py and migrations/derived/templates: change that, and run `python -m migrations.derived`.
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
    INSERT INTO task_record.overall_statistics AS kept (period_type, period_date, image_count, total_tasks,
      successful_tasks, failed_tasks, total_tokens_used, total_credits_deducted, total_generation_time_ms, timed_tasks,
      completed_generation_time_ms, images_size, canceled_tasks, total_cost)
    SELECT period_type, period_date,
      sum(image_count)::bigint AS image_count,
      sum(total_tasks)::bigint AS total_tasks,
      sum(successful_tasks)::bigint AS successful_tasks,
      sum(failed_tasks)::bigint AS failed_tasks,
      sum(total_tokens_used)::bigint AS total_tokens_used,
      sum(total_credits_deducted)::bigint AS total_credits_deducted,
      sum(total_generation_time_ms)::bigint AS total_generation_time_ms,
      sum(timed_tasks)::bigint AS timed_tasks,
      sum(completed_generation_time_ms)::bigint AS completed_generation_time_ms,
      sum(images_size)::bigint AS images_size,
      sum(canceled_tasks)::bigint AS canceled_tasks,
      sum(total_cost)::numeric AS total_cost
    FROM taken, LATERAL (SELECT day::timestamp AS time) AS local, LATERAL (VALUES
      ('day', day), ('week', date_trunc('week', time)::date), ('month', date_trunc('month', time)::date),
      ('all_time', date '1970-01-01')
    ) AS period (period_type, period_date)
    GROUP BY period_type, period_date ORDER BY period_type, period_date
    ON CONFLICT (period_type, period_date) DO UPDATE SET
      image_count = kept.image_count + excluded.image_count,
      total_tasks = kept.total_tasks + excluded.total_tasks,
      successful_tasks = kept.successful_tasks + excluded.successful_tasks,
      failed_tasks = kept.failed_tasks + excluded.failed_tasks,
      total_tokens_used = kept.total_tokens_used + excluded.total_tokens_used,
      total_credits_deducted = kept.total_credits_deducted + excluded.total_credits_deducted,
      total_generation_time_ms = kept.total_generation_time_ms + excluded.total_generation_time_ms,
      timed_tasks = kept.timed_tasks + excluded.timed_tasks,
      completed_generation_time_ms = kept.completed_generation_time_ms + excluded.completed_generation_time_ms,
      images_size = kept.images_size + excluded.images_size,
      canceled_tasks = kept.canceled_tasks + excluded.canceled_tasks,
      total_cost = kept.total_cost + excluded.total_cost,
      is_stale = true
  ), ranked AS (
    INSERT INTO task_record.user_ranking (user_id, total_tasks, failed_tasks, total_tokens_used, total_credits_deducted,
      images_size, total_cost, last_task_at)
    SELECT user_id, total_tasks, failed_tasks, total_tokens_used, total_credits_deducted, images_size, total_cost, (
      SELECT max(created_at) FROM public.user_task_history AS task
      WHERE task.user_id = totals.user_id AND deleted_at IS NULL
    )
    FROM public.user_task_statistics AS totals
    WHERE user_id IN (SELECT user_id FROM taken) AND period_type = 'all_time' ORDER BY user_id
    ON CONFLICT (user_id) DO UPDATE SET total_tasks = excluded.total_tasks, failed_tasks = excluded.failed_tasks,
      total_tokens_used = excluded.total_tokens_used, total_credits_deducted = excluded.total_credits_deducted,
      images_size = excluded.images_size, total_cost = excluded.total_cost, last_task_at = excluded.last_task_at
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
