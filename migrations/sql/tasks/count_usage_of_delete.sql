-- Takes deleted rows from their users' usage. Its trigger's name comes after `count_delete`: totals are locked before
-- usage.
CREATE OR REPLACE FUNCTION task_record.count_usage_of_delete() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
    BEGIN  
    WITH gone AS (
      SELECT usage.* FROM (
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
  FROM (SELECT -1 AS sign, * FROM old_tasks) AS changed, LATERAL (SELECT created_at AT TIME ZONE task_record.time_zone() AS time) AS local
) AS task, LATERAL (VALUES (-1::smallint), (task.hour)) AS part (hour)
GROUP BY 1, 2, 3, 4, 5
) AS usage) AS usage
    WHERE total_tasks <> 0 OR successful_tasks <> 0 OR failed_tasks <> 0 OR tokens_used <> 0 OR credits_deducted <> 0 OR durations <> '{}' ORDER BY user_id, hour, day, model_version, task_type) AS usage
      JOIN task_record.user_task_usage AS kept USING (user_id, hour, day, model_version, task_type)
      ORDER BY user_id, hour, day, model_version, task_type FOR UPDATE OF kept
    )
    UPDATE task_record.user_task_usage AS kept SET total_tasks = kept.total_tasks + gone.total_tasks, successful_tasks = kept.successful_tasks + gone.successful_tasks, failed_tasks = kept.failed_tasks + gone.failed_tasks, tokens_used = kept.tokens_used + gone.tokens_used, credits_deducted = kept.credits_deducted + gone.credits_deducted,
      durations = CASE
        WHEN gone.durations = '{}' THEN kept.durations ELSE ARRAY(
  SELECT (bucket << 32) + sum((duration - (bucket << 32))::integer)
  FROM unnest((kept.durations || gone.durations)) AS duration, LATERAL (SELECT (duration + 2147483648) >> 32 AS bucket) AS split
  GROUP BY bucket HAVING sum((duration - (bucket << 32))::integer) <> 0 ORDER BY bucket
)

      END FROM gone WHERE kept.user_id = gone.user_id AND kept.hour = gone.hour AND kept.day = gone.day AND kept.model_version = gone.model_version AND kept.task_type = gone.task_type; RETURN NULL; END $$;
REVOKE ALL ON FUNCTION task_record.count_usage_of_delete FROM PUBLIC;

CREATE TRIGGER count_usage_of_delete AFTER DELETE ON public.user_task_history
  REFERENCING OLD TABLE AS old_tasks FOR EACH STATEMENT EXECUTE FUNCTION task_record.count_usage_of_delete();
