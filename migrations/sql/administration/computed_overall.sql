-- What the totals over all users must be: those of all tasks, by period.
CREATE OR REPLACE VIEW task_record.computed_overall AS
SELECT period.period_type, period.period_date,
  sum(sign)::integer AS total_tasks,
  sum(sign * (status = 'completed')::integer)::integer AS successful_tasks,
  sum(sign * (status = 'failed')::integer)::integer AS failed_tasks,
  sum(sign * tokens_used::bigint) AS total_tokens_used,
  sum(sign * credits_deducted::bigint) AS total_credits_deducted,
  sum(sign * coalesce(generation_time_ms, 0)::bigint) AS total_generation_time_ms,
  sum(sign * (status = 'completed' AND generation_time_ms IS NOT NULL)::integer)::integer AS timed_tasks,
  sum(sign * CASE WHEN status = 'completed' THEN coalesce(generation_time_ms, 0) ELSE 0 END::bigint)
    AS completed_generation_time_ms,
  sum(sign * (coalesce(original_size, 0)::bigint + coalesce(generated_size, 0)
    + CASE WHEN more_images IS NULL THEN 0 ELSE task_record.size_of(more_images) END)) AS images_size,
  sum(sign * ((aws_original_key IS NOT NULL)::integer + (aws_generated_key IS NOT NULL)::integer
    + CASE WHEN more_images IS NULL THEN 0 ELSE jsonb_array_length(more_images) END))::integer AS image_count
FROM (SELECT 1 AS sign,
    id, user_id, task_type, prompt, original_image_url, generated_image_url, aws_original_key,
    aws_generated_key, tokens_used, credits_deducted, status, error_message, aspect_ratio,
    model_version, generation_time_ms, created_at, updated_at, completed_at, original_content_type,
    original_width, original_height, original_size, original_sha256, original_thumb_hash,
    generated_content_type, generated_width, generated_height, generated_size, generated_sha256,
    generated_thumb_hash, input_sha256, deleted_at, image_count, more_images, credits_reserved,
    credits_held_until, images_removed_at, prompt_removed_at
  FROM public.user_task_history) AS changed,
  LATERAL task_record.periods(changed.created_at) AS period
GROUP BY period.period_type, period.period_date;
