-- What the usage must be: that of all tasks, by user, hour (-1 for the whole day), day, model and type of task.
CREATE OR REPLACE VIEW task_record.computed_usage AS
SELECT user_id, hour, day, model_version, task_type, total_tasks, successful_tasks, failed_tasks, tokens_used,
  credits_deducted,
  ARRAY(
    SELECT (bucket << 32) + sum((duration - (bucket << 32))::integer)
    FROM unnest(durations) AS duration, LATERAL (SELECT (duration + 2147483648) >> 32 AS bucket) AS split
    GROUP BY bucket HAVING sum((duration - (bucket << 32))::integer) <> 0 ORDER BY bucket
  ) AS durations
FROM (
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
    FROM (SELECT 1 AS sign,
    id, user_id, task_type, prompt, original_image_url, generated_image_url, aws_original_key,
    aws_generated_key, tokens_used, credits_deducted, status, error_message, aspect_ratio,
    model_version, generation_time_ms, created_at, updated_at, completed_at, original_content_type,
    original_width, original_height, original_size, original_sha256, original_thumb_hash,
    generated_content_type, generated_width, generated_height, generated_size, generated_sha256,
    generated_thumb_hash, input_sha256, deleted_at, image_count, more_images, credits_reserved,
    credits_held_until
  FROM public.user_task_history) AS changed,
      LATERAL (SELECT created_at AT TIME ZONE task_record.time_zone() AS time) AS local
  ) AS task, LATERAL (VALUES (-1::smallint), (task.hour)) AS part (hour)
  GROUP BY 1, 2, 3, 4, 5
) AS usage;
