-- Derived from models/statistics/counted.py and migrations/derived/templates: change that, and run `python -m migrations.derived`.
-- Subtracts deleted rows from their users' totals and usage and, by a change, from the totals over all users. Rows are
-- deleted with their user, as are totals and usage, which must not be created again.
CREATE OR REPLACE FUNCTION task_record.count_delete() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  WITH changed AS (
    SELECT user_id, local_time::date AS day,
      sum(sign * image_count) AS image_count,
      sum(sign * total_tasks) AS total_tasks,
      sum(sign * successful_tasks) AS successful_tasks,
      sum(sign * failed_tasks) AS failed_tasks,
      sum(sign * tokens_used) AS total_tokens_used,
      sum(sign * credits_deducted) AS total_credits_deducted,
      sum(sign * generation_time_ms) AS total_generation_time_ms,
      sum(sign * timed_tasks) AS timed_tasks,
      sum(sign * completed_generation_time_ms) AS completed_generation_time_ms,
      sum(sign * images_size) AS images_size,
      sum(sign * canceled_tasks) AS canceled_tasks,
      sum(sign * cost) AS total_cost
    FROM (
      SELECT -1 AS sign, task.user_id, task.task_type, counts.*
      FROM old_tasks AS task, LATERAL task_record.counts_of(task::public.user_task_history) AS counts
    ) AS task
    GROUP BY user_id, day
  ), noted AS (
    INSERT INTO task_record.overall_changes SELECT * FROM changed
  ), by_period AS (
    SELECT user_id, period.type AS period_type, period.start AS period_date,
      sum(total_tasks) AS total_tasks,
      sum(successful_tasks) AS successful_tasks,
      sum(failed_tasks) AS failed_tasks,
      sum(total_tokens_used) AS total_tokens_used,
      sum(total_credits_deducted) AS total_credits_deducted,
      sum(total_generation_time_ms) AS total_generation_time_ms,
      sum(timed_tasks) AS timed_tasks,
      sum(completed_generation_time_ms) AS completed_generation_time_ms,
      sum(images_size) AS images_size,
      sum(canceled_tasks) AS canceled_tasks,
      sum(total_cost) AS total_cost
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
    total_tasks = kept.total_tasks + gone.total_tasks,
    successful_tasks = kept.successful_tasks + gone.successful_tasks,
    failed_tasks = kept.failed_tasks + gone.failed_tasks,
    total_tokens_used = kept.total_tokens_used + gone.total_tokens_used,
    total_credits_deducted = kept.total_credits_deducted + gone.total_credits_deducted,
    total_generation_time_ms = kept.total_generation_time_ms + gone.total_generation_time_ms,
    timed_tasks = kept.timed_tasks + gone.timed_tasks,
    completed_generation_time_ms = kept.completed_generation_time_ms + gone.completed_generation_time_ms,
    images_size = kept.images_size + gone.images_size,
    canceled_tasks = kept.canceled_tasks + gone.canceled_tasks,
    total_cost = kept.total_cost + gone.total_cost
  FROM gone WHERE kept.id = gone.statistics_id;
  WITH changed AS (
    SELECT user_id, part.hour, local_time::date AS day,
      -- A subquery, since the plan of a join might be made for another number of rows.
      CASE
        WHEN model = '' THEN ''
        WHEN (
          SELECT true FROM task_record.usage_models AS named
          WHERE named.user_id = task.user_id AND named.day = local_time::date AND named.model_version = model
        ) THEN model
        ELSE 'other'
      END AS model_version,
      task_type,
      sum(sign * total_tasks) AS total_tasks,
      sum(sign * successful_tasks) AS successful_tasks,
      sum(sign * failed_tasks) AS failed_tasks,
      sum(sign * tokens_used) AS tokens_used,
      sum(sign * credits_deducted) AS credits_deducted,
      task_record.merge_durations(array_agg((bucket << 32) + sign) FILTER (WHERE bucket IS NOT NULL)) AS durations,
      sum(sign * canceled_tasks) AS canceled_tasks,
      sum(sign * cost) AS cost
    FROM (
      SELECT -1 AS sign, task.user_id, task.task_type, counts.*
      FROM old_tasks AS task, LATERAL task_record.counts_of(task::public.user_task_history) AS counts
    ) AS task, LATERAL (VALUES (-1::smallint), (date_part('hour', local_time)::smallint)) AS part (hour)
    GROUP BY 1, 2, 3, 4, 5
  ), gone AS (
    SELECT changed.* FROM changed
    JOIN task_record.user_task_usage AS kept USING (user_id, hour, day, model_version, task_type)
    ORDER BY user_id, hour, day, model_version, task_type FOR UPDATE OF kept
  )
  UPDATE task_record.user_task_usage AS kept SET
    total_tasks = kept.total_tasks + gone.total_tasks,
    successful_tasks = kept.successful_tasks + gone.successful_tasks,
    failed_tasks = kept.failed_tasks + gone.failed_tasks,
    tokens_used = kept.tokens_used + gone.tokens_used,
    credits_deducted = kept.credits_deducted + gone.credits_deducted,
    durations = task_record.merge_durations(kept.durations || gone.durations),
    canceled_tasks = kept.canceled_tasks + gone.canceled_tasks,
    cost = kept.cost + gone.cost
  FROM gone
  WHERE kept.user_id = gone.user_id AND kept.hour = gone.hour AND kept.day = gone.day
    AND kept.model_version = gone.model_version AND kept.task_type = gone.task_type;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.count_delete FROM PUBLIC;

CREATE TRIGGER count_delete AFTER DELETE ON public.user_task_history
  REFERENCING OLD TABLE AS old_tasks FOR EACH STATEMENT EXECUTE FUNCTION task_record.count_delete();
