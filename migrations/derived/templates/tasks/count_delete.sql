-- Subtracts deleted rows from their users' totals and usage and, by a change, from the totals over all users. Rows are
-- deleted with their user, as are totals and usage, which must not be created again.
CREATE OR REPLACE FUNCTION task_record.count_delete() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  WITH changed AS (
    [[by day]]
  ), noted AS (
    INSERT INTO task_record.overall_changes SELECT * FROM changed
  ), by_period AS (
    SELECT user_id, period.type AS period_type, period.start AS period_date,
      [[user_task_statistics: sum({column}) AS {column}]]
    FROM changed, LATERAL (VALUES ('all_time', date '1970-01-01'), ('day', day),
      ('month', date_trunc('month', day)::date), ('week', date_trunc('week', day)::date)
    ) AS period (type, start)
    GROUP BY user_id, period.type, period.start
  ), gone AS (
    SELECT kept.id AS statistics_id, by_period.*
    FROM by_period JOIN public.user_task_statistics AS kept USING (user_id, period_type, period_date)
    ORDER BY user_id, period_type, period_date FOR UPDATE OF kept
  )
  UPDATE public.user_task_statistics AS kept SET updated_at = now(),
    [[user_task_statistics: {column} = kept.{column} + gone.{column}]]
  FROM gone WHERE kept.id = gone.statistics_id;
  WITH changed AS (
    [[by hour]]
  ), gone AS (
    SELECT changed.* FROM changed
    JOIN task_record.user_task_usage AS kept USING (user_id, hour, day, model_version, task_type)
    ORDER BY user_id, hour, day, model_version, task_type FOR UPDATE OF kept
  )
  UPDATE task_record.user_task_usage AS kept SET
    [[user_task_usage: {column} = kept.{column} + gone.{column}; {column} = task_record.merge_durations(kept.{column} || gone.{column})]]
  FROM gone
  WHERE kept.user_id = gone.user_id AND kept.hour = gone.hour AND kept.day = gone.day
    AND kept.model_version = gone.model_version AND kept.task_type = gone.task_type;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.count_delete FROM PUBLIC;

CREATE TRIGGER count_delete AFTER DELETE ON public.user_task_history
  REFERENCING OLD TABLE AS old_tasks FOR EACH STATEMENT EXECUTE FUNCTION task_record.count_delete();
