SELECT user_id, part.hour, day,
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
  FROM ({changes}) AS changed, LATERAL (SELECT created_at AT TIME ZONE task_record.time_zone() AS time) AS local
) AS task, LATERAL (VALUES (-1::smallint), (task.hour)) AS part (hour)
GROUP BY 1, 2, 3, 4, 5
