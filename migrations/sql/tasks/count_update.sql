-- Keeps a user's totals, usage and the changes of the totals over all users at what the user's tasks add up to.
--
-- There are two ways. Of one task, as the server changes them, the rows that count it are looked up by their keys, and
-- are nearly always there. Of several, all are grouped first.
--
-- Either way a user's totals of all time are locked first, those of several users in their order: until the transaction
-- ends, nobody else counts for them. Others follow in one order, that of their index or of VALUES, since rows are read
-- by their index alone.
CREATE OR REPLACE FUNCTION task_record.count_update() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET enable_seqscan = off SET enable_bitmapscan = off AS $$
#variable_conflict use_column
DECLARE
  is_one boolean;
  owner uuid;
  instant timestamp;
  model text;
  kind text;
  tasks integer;
  successes integer;
  failures integer;
  tokens bigint;
  credits bigint;
  milliseconds bigint;
  times integer;
  completed_milliseconds bigint;
  bytes bigint;
  images integer;
  buckets bigint[];
  periods_found text[];
  hours_found smallint[];
BEGIN
  SELECT NOT EXISTS (SELECT FROM new_tasks OFFSET 1) AND after.user_id = before.user_id AND after.created_at = before.created_at
      AND after.task_type = before.task_type AND after.model_version IS NOT DISTINCT FROM before.model_version,
    after.user_id, after.created_at AT TIME ZONE task_record.time_zone(), coalesce(after.model_version, ''),
    after.task_type, (1) - (1),
    ((after.status = 'completed')::integer) - ((before.status = 'completed')::integer),
    ((after.status = 'failed')::integer) - ((before.status = 'failed')::integer),
    (after.tokens_used::bigint) - (before.tokens_used::bigint),
    (after.credits_deducted::bigint) - (before.credits_deducted::bigint),
    (coalesce(after.generation_time_ms, 0)::bigint) - (coalesce(before.generation_time_ms, 0)::bigint),
    ((after.status = 'completed' AND after.generation_time_ms IS NOT NULL)::integer) - ((before.status = 'completed' AND before.generation_time_ms IS NOT NULL)::integer),
    (CASE WHEN after.status = 'completed' THEN coalesce(after.generation_time_ms, 0) ELSE 0 END::bigint) - (CASE WHEN before.status = 'completed' THEN coalesce(before.generation_time_ms, 0) ELSE 0 END::bigint),
    (coalesce(after.original_size, 0)::bigint + coalesce(after.generated_size, 0) + CASE WHEN after.more_images IS NULL THEN 0 ELSE task_record.size_of(after.more_images) END) - (coalesce(before.original_size, 0)::bigint + coalesce(before.generated_size, 0) + CASE WHEN before.more_images IS NULL THEN 0 ELSE task_record.size_of(before.more_images) END),
    ((after.aws_original_key IS NOT NULL)::integer + (after.aws_generated_key IS NOT NULL)::integer
      + CASE WHEN after.more_images IS NULL THEN 0 ELSE jsonb_array_length(after.more_images) END) - ((before.aws_original_key IS NOT NULL)::integer + (before.aws_generated_key IS NOT NULL)::integer
      + CASE WHEN before.more_images IS NULL THEN 0 ELSE jsonb_array_length(before.more_images) END),
    CASE WHEN CASE
        WHEN NOT after.status = 'completed' THEN NULL
        WHEN after.generation_time_ms = 0 THEN -1
        ELSE ceil(ln(after.generation_time_ms::double precision) / ln(1.1::double precision))::bigint
      END IS DISTINCT FROM CASE
        WHEN NOT before.status = 'completed' THEN NULL
        WHEN before.generation_time_ms = 0 THEN -1
        ELSE ceil(ln(before.generation_time_ms::double precision) / ln(1.1::double precision))::bigint
      END THEN array_remove(ARRAY[(CASE
        WHEN NOT after.status = 'completed' THEN NULL
        WHEN after.generation_time_ms = 0 THEN -1
        ELSE ceil(ln(after.generation_time_ms::double precision) / ln(1.1::double precision))::bigint
      END << 32) + 1, (CASE
        WHEN NOT before.status = 'completed' THEN NULL
        WHEN before.generation_time_ms = 0 THEN -1
        ELSE ceil(ln(before.generation_time_ms::double precision) / ln(1.1::double precision))::bigint
      END << 32) - 1], NULL) ELSE '{}' END
  INTO is_one, owner, instant, model, kind, tasks, successes, failures, tokens, credits, milliseconds, times, completed_milliseconds, bytes, images, buckets
  FROM new_tasks AS after CROSS JOIN old_tasks AS before;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF is_one THEN
    IF (tasks, successes, failures, tokens, credits, milliseconds, times, completed_milliseconds, bytes, images) IS DISTINCT FROM (0, 0, 0, 0, 0, 0, 0, 0, 0, 0) THEN
      INSERT INTO task_record.overall_changes (user_id, day, total_tasks, successful_tasks, failed_tasks, total_tokens_used, total_credits_deducted, total_generation_time_ms, timed_tasks, completed_generation_time_ms, images_size, image_count) VALUES (owner, instant::date, tasks, successes, failures, tokens, credits, milliseconds, times, completed_milliseconds, bytes, images);
      WITH found AS (
        UPDATE public.user_task_statistics AS kept SET updated_at = now(), total_tasks = kept.total_tasks + tasks, successful_tasks = kept.successful_tasks + successes, failed_tasks = kept.failed_tasks + failures, total_tokens_used = kept.total_tokens_used + tokens, total_credits_deducted = kept.total_credits_deducted + credits, total_generation_time_ms = kept.total_generation_time_ms + milliseconds, timed_tasks = kept.timed_tasks + times, completed_generation_time_ms = kept.completed_generation_time_ms + completed_milliseconds, images_size = kept.images_size + bytes
        FROM (VALUES ('all_time', date '1970-01-01'), ('day', instant::date),
          ('month', date_trunc('month', instant)::date), ('week', date_trunc('week', instant)::date)) AS period (type, start)
        WHERE kept.user_id = owner AND kept.period_type = period.type AND kept.period_date = period.start
        RETURNING kept.period_type
      )
      SELECT ARRAY(SELECT period_type FROM found) INTO periods_found;
      IF cardinality(periods_found) < 4 THEN
        INSERT INTO public.user_task_statistics AS kept (user_id, period_type, period_date, total_tasks, successful_tasks, failed_tasks, total_tokens_used, total_credits_deducted, total_generation_time_ms, timed_tasks, completed_generation_time_ms, images_size)
        SELECT owner, type, start, tasks, successes, failures, tokens, credits, milliseconds, times, completed_milliseconds, bytes FROM (VALUES ('all_time', date '1970-01-01'), ('day', instant::date),
          ('month', date_trunc('month', instant)::date), ('week', date_trunc('week', instant)::date)) AS period (type, start)
        WHERE type <> ALL (periods_found)
        ON CONFLICT (user_id, period_type, period_date) DO UPDATE SET updated_at = now(), total_tasks = kept.total_tasks + tasks, successful_tasks = kept.successful_tasks + successes, failed_tasks = kept.failed_tasks + failures, total_tokens_used = kept.total_tokens_used + tokens, total_credits_deducted = kept.total_credits_deducted + credits, total_generation_time_ms = kept.total_generation_time_ms + milliseconds, timed_tasks = kept.timed_tasks + times, completed_generation_time_ms = kept.completed_generation_time_ms + completed_milliseconds, images_size = kept.images_size + bytes;
      END IF;
    END IF;
    IF (tasks, successes, failures, tokens, credits, buckets) IS NOT DISTINCT FROM (0, 0, 0, 0, 0, '{}'::bigint[]) THEN
      RETURN NULL;
    END IF;
    WITH found AS (
      UPDATE task_record.user_task_usage AS kept SET total_tasks = kept.total_tasks + tasks, successful_tasks = kept.successful_tasks + successes, failed_tasks = kept.failed_tasks + failures, tokens_used = kept.tokens_used + tokens, credits_deducted = kept.credits_deducted + credits, durations = CASE WHEN buckets = '{}' THEN kept.durations ELSE ARRAY(
  SELECT (bucket << 32) + sum((duration - (bucket << 32))::integer)
  FROM unnest((kept.durations || buckets)) AS duration, LATERAL (SELECT (duration + 2147483648) >> 32 AS bucket) AS split
  GROUP BY bucket HAVING sum((duration - (bucket << 32))::integer) <> 0 ORDER BY bucket
)
 END
      FROM (VALUES (-1::smallint), (date_part('hour', instant)::smallint)) AS part (hour)
      WHERE kept.user_id = owner AND kept.hour = part.hour AND kept.day = instant::date AND kept.model_version = model
        AND kept.task_type = kind
      RETURNING kept.hour
    )
    SELECT ARRAY(SELECT hour FROM found) INTO hours_found;
    IF cardinality(hours_found) = 1 THEN -- so its model is one that is named
      INSERT INTO task_record.user_task_usage AS kept
        (user_id, hour, day, model_version, task_type, total_tasks, successful_tasks, failed_tasks, tokens_used, credits_deducted, durations)
      SELECT owner, part.hour, instant::date, model, kind, tasks, successes, failures, tokens, credits, ARRAY(
  SELECT (bucket << 32) + sum((duration - (bucket << 32))::integer)
  FROM unnest(buckets) AS duration, LATERAL (SELECT (duration + 2147483648) >> 32 AS bucket) AS split
  GROUP BY bucket HAVING sum((duration - (bucket << 32))::integer) <> 0 ORDER BY bucket
)
 FROM (VALUES (-1::smallint), (date_part('hour', instant)::smallint)) AS part (hour)
      WHERE part.hour <> ALL (hours_found)
      ON CONFLICT (user_id, hour, day, model_version, task_type) DO UPDATE SET total_tasks = kept.total_tasks + tasks, successful_tasks = kept.successful_tasks + successes, failed_tasks = kept.failed_tasks + failures, tokens_used = kept.tokens_used + tokens, credits_deducted = kept.credits_deducted + credits, durations = CASE WHEN buckets = '{}' THEN kept.durations ELSE ARRAY(
  SELECT (bucket << 32) + sum((duration - (bucket << 32))::integer)
  FROM unnest((kept.durations || buckets)) AS duration, LATERAL (SELECT (duration + 2147483648) >> 32 AS bucket) AS split
  GROUP BY bucket HAVING sum((duration - (bucket << 32))::integer) <> 0 ORDER BY bucket
)
 END;
    END IF;
    IF cardinality(hours_found) > 0 THEN
      RETURN NULL;
    END IF;
  ELSE
    PERFORM FROM public.user_task_statistics AS kept
    WHERE period_type = 'all_time' AND user_id IN (SELECT user_id FROM new_tasks UNION SELECT user_id FROM old_tasks)
    ORDER BY user_id FOR UPDATE;
    BEGIN 
    WITH changed AS (
      SELECT * FROM (-- SELECT 1 AS sign, * FROM new_tasks UNION ALL SELECT -1, * FROM old_tasks: rows of user_task_history, each with a `sign`: 1 where it counts, -1 where it no longer does.
SELECT changed.user_id, period.period_type, period.period_date,
  sum(sign)::integer AS total_tasks,
  sum(sign * (status = 'completed')::integer)::integer AS successful_tasks,
  sum(sign * (status = 'failed')::integer)::integer AS failed_tasks,
  sum(sign * tokens_used::bigint) AS total_tokens_used,
  sum(sign * credits_deducted::bigint) AS total_credits_deducted,
  sum(sign * coalesce(generation_time_ms, 0)::bigint) AS total_generation_time_ms,
  sum(sign * (status = 'completed' AND generation_time_ms IS NOT NULL)::integer)::integer AS timed_tasks,
  sum(sign * CASE WHEN status = 'completed' THEN coalesce(generation_time_ms, 0) ELSE 0 END::bigint)
    AS completed_generation_time_ms,
  sum(sign * (coalesce(original_size, 0)::bigint + coalesce(generated_size, 0) + CASE WHEN more_images IS NULL THEN 0 ELSE task_record.size_of(more_images) END)) AS images_size, sum(sign * ((aws_original_key IS NOT NULL)::integer + (aws_generated_key IS NOT NULL)::integer
    + CASE WHEN more_images IS NULL THEN 0 ELSE jsonb_array_length(more_images) END))::integer AS image_count
FROM (SELECT 1 AS sign, * FROM new_tasks UNION ALL SELECT -1, * FROM old_tasks) AS changed, LATERAL task_record.periods(changed.created_at) AS period
GROUP BY changed.user_id, period.period_type, period.period_date
) AS totals WHERE image_count <> 0 OR total_tasks <> 0 OR successful_tasks <> 0 OR failed_tasks <> 0 OR total_tokens_used <> 0 OR total_credits_deducted <> 0 OR total_generation_time_ms <> 0 OR timed_tasks <> 0 OR completed_generation_time_ms <> 0 OR images_size <> 0 ORDER BY user_id, period_type, period_date
    ), noted AS (
      INSERT INTO task_record.overall_changes (user_id, day, image_count, total_tasks, successful_tasks, failed_tasks, total_tokens_used, total_credits_deducted, total_generation_time_ms, timed_tasks, completed_generation_time_ms, images_size)
      SELECT user_id, period_date, image_count, total_tasks, successful_tasks, failed_tasks, total_tokens_used, total_credits_deducted, total_generation_time_ms, timed_tasks, completed_generation_time_ms, images_size FROM changed WHERE period_type = 'day'
    )
    INSERT INTO public.user_task_statistics AS kept (user_id, period_type, period_date, total_tasks, successful_tasks, failed_tasks, total_tokens_used, total_credits_deducted, total_generation_time_ms, timed_tasks, completed_generation_time_ms, images_size)
    SELECT user_id, period_type, period_date, total_tasks, successful_tasks, failed_tasks, total_tokens_used, total_credits_deducted, total_generation_time_ms, timed_tasks, completed_generation_time_ms, images_size FROM changed
    ON CONFLICT (user_id, period_type, period_date) DO UPDATE SET updated_at = now(),
      total_tasks = kept.total_tasks + excluded.total_tasks, successful_tasks = kept.successful_tasks + excluded.successful_tasks, failed_tasks = kept.failed_tasks + excluded.failed_tasks, total_tokens_used = kept.total_tokens_used + excluded.total_tokens_used, total_credits_deducted = kept.total_credits_deducted + excluded.total_credits_deducted, total_generation_time_ms = kept.total_generation_time_ms + excluded.total_generation_time_ms, timed_tasks = kept.timed_tasks + excluded.timed_tasks, completed_generation_time_ms = kept.completed_generation_time_ms + excluded.completed_generation_time_ms, images_size = kept.images_size + excluded.images_size;  END ;
  END IF;
  
    BEGIN 
    IF EXISTS (
      SELECT FROM (
SELECT user_id, (created_at AT TIME ZONE task_record.time_zone())::date AS day, model_version
FROM new_tasks WHERE model_version <> '') AS task WHERE (
        SELECT true FROM task_record.usage_models AS named
        WHERE named.user_id = task.user_id AND named.day = task.day AND named.model_version = task.model_version
      ) IS NULL
    ) THEN
      PERFORM pg_advisory_xact_lock(hashtext('task_record usage_models'), hashtext(user_id::text)) FROM (SELECT DISTINCT user_id FROM new_tasks ORDER BY user_id) AS task;
      INSERT INTO task_record.usage_models (user_id, day, model_version)
SELECT user_id, day, model_version FROM (
  SELECT *, row_number() OVER (PARTITION BY user_id, day ORDER BY model_version) AS number
  FROM (SELECT DISTINCT user_id, day, model_version FROM (
SELECT user_id, (created_at AT TIME ZONE task_record.time_zone())::date AS day, model_version
FROM new_tasks WHERE model_version <> '') AS task) AS task
  WHERE (
    SELECT true FROM task_record.usage_models AS named
    WHERE named.user_id = task.user_id AND named.day = task.day AND named.model_version = task.model_version
  ) IS NULL
) AS unnamed
WHERE number + (
  SELECT count(*) FROM task_record.usage_models AS named WHERE named.user_id = unnamed.user_id AND named.day = unnamed.day
) <= 50;

    END IF; 
    INSERT INTO task_record.user_task_usage AS kept (user_id, hour, day, model_version, task_type, total_tasks, successful_tasks, failed_tasks, tokens_used, credits_deducted, durations)
    
    SELECT * FROM (SELECT user_id, hour, day, model_version, task_type, total_tasks, successful_tasks, failed_tasks, tokens_used, credits_deducted, CASE WHEN cardinality(durations) > 1 THEN ARRAY(
  SELECT (bucket << 32) + sum((duration - (bucket << 32))::integer)
  FROM unnest(durations) AS duration, LATERAL (SELECT (duration + 2147483648) >> 32 AS bucket) AS split
  GROUP BY bucket HAVING sum((duration - (bucket << 32))::integer) <> 0 ORDER BY bucket
)
 ELSE coalesce(durations, '{}') END AS durations FROM (SELECT user_id, part.hour, day,
  -- As a subquery, and no join, whose plan might be that of another number of rows.
  CASE
    WHEN coalesce(model_version, '') = '' THEN ''
    WHEN (
      SELECT true FROM task_record.usage_models AS named
      WHERE named.user_id = task.user_id AND named.day = task.day AND named.model_version = task.model_version
    ) THEN model_version
    ELSE 'other'
  END AS model_version,
  task_type,
  sum(sign)::integer AS total_tasks,
  sum(sign * (status = 'completed')::integer)::integer AS successful_tasks,
  sum(sign * (status = 'failed')::integer)::integer AS failed_tasks,
  sum(sign * tokens_used) AS tokens_used,
  sum(sign * credits_deducted) AS credits_deducted,
  array_agg((bucket << 32) + sign) FILTER (WHERE bucket IS NOT NULL) AS durations
FROM (
  SELECT sign, user_id, local.time::date AS day, date_part('hour', local.time)::smallint AS hour, model_version,
    task_type, status, tokens_used, credits_deducted,
    -- Each bucket reaches 10 % farther than the one before: its middle is within 5 % of all that is in it.
    CASE
      WHEN status <> 'completed' THEN NULL
      WHEN generation_time_ms = 0 THEN -1
      ELSE ceil(ln(generation_time_ms::double precision) / ln(1.1::double precision))::bigint
    END AS bucket
  FROM (SELECT 1 AS sign, * FROM new_tasks UNION ALL SELECT -1, * FROM old_tasks) AS changed, LATERAL (SELECT created_at AT TIME ZONE task_record.time_zone() AS time) AS local
) AS task, LATERAL (VALUES (-1::smallint), (task.hour)) AS part (hour)
GROUP BY 1, 2, 3, 4, 5
) AS usage) AS usage
    WHERE total_tasks <> 0 OR successful_tasks <> 0 OR failed_tasks <> 0 OR tokens_used <> 0 OR credits_deducted <> 0 OR durations <> '{}' ORDER BY user_id, hour, day, model_version, task_type ON CONFLICT (user_id, hour, day, model_version, task_type) DO UPDATE SET total_tasks = kept.total_tasks + excluded.total_tasks, successful_tasks = kept.successful_tasks + excluded.successful_tasks, failed_tasks = kept.failed_tasks + excluded.failed_tasks, tokens_used = kept.tokens_used + excluded.tokens_used, credits_deducted = kept.credits_deducted + excluded.credits_deducted,
      durations = CASE
        WHEN excluded.durations = '{}' THEN kept.durations ELSE ARRAY(
  SELECT (bucket << 32) + sum((duration - (bucket << 32))::integer)
  FROM unnest((kept.durations || excluded.durations)) AS duration, LATERAL (SELECT (duration + 2147483648) >> 32 AS bucket) AS split
  GROUP BY bucket HAVING sum((duration - (bucket << 32))::integer) <> 0 ORDER BY bucket
)

      END;  END ;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.count_update FROM PUBLIC;

CREATE TRIGGER count_update AFTER UPDATE ON public.user_task_history
  REFERENCING OLD TABLE AS old_tasks NEW TABLE AS new_tasks
  FOR EACH STATEMENT EXECUTE FUNCTION task_record.count_update();
