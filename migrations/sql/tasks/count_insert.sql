-- Derived from models/statistics/counted.py and migrations/derived/templates: change that, and run `python -m migrations.derived`.
-- Updates users' totals and usage, and the changes of the totals over all users, when tasks are recorded.
--
-- A single task, the usual case, is counted by `count_one`. Several tasks are grouped first.
CREATE OR REPLACE FUNCTION task_record.count_insert() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
  one record;
  changes task_record.overall_changes[];
  unnamed task_record.usage_models[];
BEGIN
  SELECT after.local_time, after.model, task.task_type, NOT EXISTS (SELECT FROM new_tasks OFFSET 1) AS is_one,
    ROW(task.user_id, after.local_time::date,
      after.image_count,
      after.total_tasks,
      after.successful_tasks,
      after.failed_tasks,
      after.tokens_used,
      after.credits_deducted,
      after.generation_time_ms,
      after.timed_tasks,
      after.completed_generation_time_ms,
      after.images_size,
      after.canceled_tasks,
      after.cost
    )::task_record.overall_changes AS change,
    array_remove(ARRAY[(after.bucket << 32) + 1], NULL) AS buckets
  INTO one
  FROM new_tasks AS task, LATERAL task_record.counts_of(task::public.user_task_history) AS after;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF one.is_one THEN
    IF task_record.count_one(one.change, one.local_time, one.model, one.task_type, one.buckets) THEN
      RETURN NULL;
    END IF;
  ELSE
    SELECT array_agg(ROW(day.*)::task_record.overall_changes) INTO changes
    FROM (
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
        SELECT 1 AS sign, task.user_id, task.task_type, counts.*
        FROM new_tasks AS task, LATERAL task_record.counts_of(task::public.user_task_history) AS counts
      ) AS task
      GROUP BY user_id, day
    ) AS day
    WHERE image_count <> 0 OR total_tasks <> 0 OR successful_tasks <> 0 OR failed_tasks <> 0 OR total_tokens_used <> 0
      OR total_credits_deducted <> 0 OR total_generation_time_ms <> 0 OR timed_tasks <> 0
      OR completed_generation_time_ms <> 0 OR images_size <> 0 OR canceled_tasks <> 0 OR total_cost <> 0;
    INSERT INTO task_record.overall_changes SELECT * FROM unnest(changes);
    PERFORM task_record.add_statistics(changes);
  END IF;
  SELECT array_agg(ROW(user_id, day, model_version)::task_record.usage_models) INTO unnamed
  FROM (
    SELECT DISTINCT user_id, (created_at AT TIME ZONE task_record.time_zone())::date AS day, model_version
    FROM new_tasks WHERE model_version <> ''
  ) AS task
  WHERE (
    SELECT true FROM task_record.usage_models AS named
    WHERE named.user_id = task.user_id AND named.day = task.day AND named.model_version = task.model_version
  ) IS NULL;
  IF unnamed IS NOT NULL THEN
    PERFORM task_record.add_usage_models(unnamed);
  END IF;
  PERFORM task_record.add_usage(array_agg(ROW(usage.*)::task_record.user_task_usage))
  FROM (
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
      SELECT 1 AS sign, task.user_id, task.task_type, counts.*
      FROM new_tasks AS task, LATERAL task_record.counts_of(task::public.user_task_history) AS counts
    ) AS task, LATERAL (VALUES (-1::smallint), (date_part('hour', local_time)::smallint)) AS part (hour)
    GROUP BY 1, 2, 3, 4, 5
  ) AS usage
  WHERE total_tasks <> 0 OR successful_tasks <> 0 OR failed_tasks <> 0 OR tokens_used <> 0 OR credits_deducted <> 0
    OR durations <> '{}' OR canceled_tasks <> 0 OR cost <> 0;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.count_insert FROM PUBLIC;

CREATE TRIGGER count_insert AFTER INSERT ON public.user_task_history
  REFERENCING NEW TABLE AS new_tasks FOR EACH STATEMENT EXECUTE FUNCTION task_record.count_insert();
