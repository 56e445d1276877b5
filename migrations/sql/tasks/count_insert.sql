-- Keeps users' totals and usage, and the changes of the totals over all users, at what the tasks add up to when tasks
-- are recorded.
--
-- One task, as the server writes them, is counted by `count_one`. Of several, all are grouped first: a user's totals of
-- all time are locked first, those of several users in their order, and other rows in the order of their index.
CREATE OR REPLACE FUNCTION task_record.count_insert() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
  one record;
  unnamed task_record.usage_models[];
BEGIN
  SELECT after.local_time, after.model, task.task_type, NOT EXISTS (SELECT FROM new_tasks OFFSET 1) AS is_one,
    ROW(task.user_id, after.local_time::date,
      after.image_count, after.total_tasks, after.successful_tasks, after.failed_tasks, after.tokens_used,
      after.credits_deducted, after.generation_time_ms, after.timed_tasks, after.completed_generation_time_ms,
      after.images_size, after.canceled_tasks, after.cost
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
    WITH changed AS (
      SELECT user_id, period_type, period_date,
        sum(image_count) AS image_count,
        sum(total_tasks) AS total_tasks,
        sum(successful_tasks) AS successful_tasks,
        sum(failed_tasks) AS failed_tasks,
        sum(tokens_used) AS total_tokens_used,
        sum(credits_deducted) AS total_credits_deducted,
        sum(generation_time_ms) AS total_generation_time_ms,
        sum(timed_tasks) AS timed_tasks,
        sum(completed_generation_time_ms) AS completed_generation_time_ms,
        sum(images_size) AS images_size,
        sum(canceled_tasks) AS canceled_tasks,
        sum(cost) AS total_cost
      FROM (
        SELECT task.user_id, task.created_at, task.task_type, counts.*
        FROM new_tasks AS task, LATERAL task_record.counts_of(task::public.user_task_history) AS counts
      ) AS task, LATERAL task_record.periods(created_at) AS period
      GROUP BY user_id, period_type, period_date
      ORDER BY user_id, period_type, period_date
    ), noted AS (
      INSERT INTO task_record.overall_changes (user_id, day, image_count, total_tasks, successful_tasks, failed_tasks,
        total_tokens_used, total_credits_deducted, total_generation_time_ms, timed_tasks, completed_generation_time_ms,
        images_size, canceled_tasks, total_cost)
      SELECT user_id, period_date, image_count, total_tasks, successful_tasks, failed_tasks, total_tokens_used,
        total_credits_deducted, total_generation_time_ms, timed_tasks, completed_generation_time_ms, images_size,
        canceled_tasks, total_cost
      FROM changed WHERE period_type = 'day'
    )
    INSERT INTO public.user_task_statistics AS kept (user_id, period_type, period_date, total_tasks, successful_tasks,
      failed_tasks, total_tokens_used, total_credits_deducted, total_generation_time_ms, timed_tasks,
      completed_generation_time_ms, images_size, canceled_tasks, total_cost)
    SELECT user_id, period_type, period_date, total_tasks, successful_tasks, failed_tasks, total_tokens_used,
      total_credits_deducted, total_generation_time_ms, timed_tasks, completed_generation_time_ms, images_size,
      canceled_tasks, total_cost
    FROM changed
    ON CONFLICT (user_id, period_type, period_date) DO UPDATE SET updated_at = now(),
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
      total_cost = kept.total_cost + excluded.total_cost;
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
  INSERT INTO task_record.user_task_usage AS kept (user_id, hour, day, model_version, task_type, total_tasks,
    successful_tasks, failed_tasks, tokens_used, credits_deducted, canceled_tasks, cost, durations)
  SELECT * FROM (
    SELECT user_id, part.hour, local_time::date AS day,
      -- As a subquery, and no join, whose plan might be that of another number of rows.
      CASE
        WHEN model = '' THEN ''
        WHEN (
          SELECT true FROM task_record.usage_models AS named
          WHERE named.user_id = task.user_id AND named.day = local_time::date AND named.model_version = model
        ) THEN model
        ELSE 'other'
      END AS model_version,
      task_type,
      sum(total_tasks) AS total_tasks,
      sum(successful_tasks) AS successful_tasks,
      sum(failed_tasks) AS failed_tasks,
      sum(tokens_used) AS tokens_used,
      sum(credits_deducted) AS credits_deducted,
      sum(canceled_tasks) AS canceled_tasks,
      sum(cost) AS cost,
      task_record.merge_durations(array_agg((bucket << 32) + 1) FILTER (WHERE bucket IS NOT NULL)) AS durations
    FROM (
      SELECT task.user_id, task.created_at, task.task_type, counts.*
      FROM new_tasks AS task, LATERAL task_record.counts_of(task::public.user_task_history) AS counts
    ) AS task, LATERAL (VALUES (-1::smallint), (date_part('hour', local_time)::smallint)) AS part (hour)
    GROUP BY 1, 2, 3, 4, 5
  ) AS usage
  ORDER BY user_id, hour, day, model_version, task_type
  ON CONFLICT (user_id, hour, day, model_version, task_type) DO UPDATE SET
    total_tasks = kept.total_tasks + excluded.total_tasks,
    successful_tasks = kept.successful_tasks + excluded.successful_tasks,
    failed_tasks = kept.failed_tasks + excluded.failed_tasks,
    tokens_used = kept.tokens_used + excluded.tokens_used,
    credits_deducted = kept.credits_deducted + excluded.credits_deducted,
    canceled_tasks = kept.canceled_tasks + excluded.canceled_tasks,
    cost = kept.cost + excluded.cost,
    durations = task_record.merge_durations(kept.durations || excluded.durations);
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.count_insert FROM PUBLIC;

CREATE TRIGGER count_insert AFTER INSERT ON public.user_task_history
  REFERENCING NEW TABLE AS new_tasks FOR EACH STATEMENT EXECUTE FUNCTION task_record.count_insert();
