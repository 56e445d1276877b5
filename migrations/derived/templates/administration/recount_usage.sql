-- Recounts the usage of all users by hour and model, and the reasons of failures, for up to 31 days with changes and
-- for the last two. Returns the number of days. Except for the 50 with the most tasks, the models and reasons of a day
-- are joined as `other`. Concurrent changes wait, or make their day due again.
CREATE OR REPLACE FUNCTION task_record.recount_usage() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  zone text := task_record.time_zone();
  today date := now() AT TIME ZONE zone;
  due date[];
  counted integer;
BEGIN
  WITH found AS (
    UPDATE task_record.overall_statistics SET is_stale = false
    WHERE period_type = 'day' AND period_date = ANY (ARRAY(
      SELECT period_date FROM task_record.overall_statistics WHERE period_type = 'day' AND is_stale
      ORDER BY period_date DESC LIMIT 31
    )) RETURNING period_date
  )
  SELECT array_agg(period_date) INTO due FROM found;
  IF due IS NULL THEN
    RETURN 0;
  END IF;
  due := ARRAY(SELECT unnest(due) UNION SELECT today UNION SELECT today - 1);
  counted := cardinality(due);
  DELETE FROM task_record.overall_usage WHERE day = ANY (due);
  INSERT INTO task_record.overall_usage (day, hour, model_version, [[overall_usage: {column}]])
  SELECT day, hour, CASE WHEN place <= 50 THEN model_version ELSE 'other' END, [[overall_usage: sum({column})]]
  FROM task_record.user_task_usage JOIN (
    SELECT day, model_version, row_number() OVER (PARTITION BY day ORDER BY sum(total_tasks) DESC, model_version) AS place
    FROM task_record.user_task_usage WHERE day = ANY (due) AND hour = -1 GROUP BY day, model_version
  ) AS named USING (day, model_version)
  WHERE day = ANY (due) AND hour >= 0 GROUP BY 1, 2, 3 HAVING sum(total_tasks) <> 0;
  -- Tasks that were created on a day may have failed on the next.
  due := ARRAY(SELECT unnest(due) UNION SELECT unnest(due) + 1);
  DELETE FROM task_record.overall_failures WHERE day = ANY (due);
  INSERT INTO task_record.overall_failures (day, failure_code, failed_tasks)
  SELECT day, CASE WHEN place <= 50 THEN failure_code ELSE 'other' END, sum(failed_tasks) FROM (
    SELECT day, coalesce(failure_code, '') AS failure_code, count(*) AS failed_tasks,
      row_number() OVER (PARTITION BY day ORDER BY count(*) DESC, failure_code) AS place
    FROM unnest(due) AS day JOIN public.user_task_history ON status = 'failed' AND deleted_at IS NULL
      AND completed_at >= day::timestamp AT TIME ZONE zone AND completed_at < (day + 1)::timestamp AT TIME ZONE zone
    GROUP BY day, failure_code
  ) AS reasons GROUP BY 1, 2;
  RETURN counted;
END $$;
REVOKE ALL ON FUNCTION task_record.recount_usage FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.recount_usage TO service_role;
