-- Derived from models/tasks/task_table.py: change that, and run `python -m migrations.derived`.
-- Returns whether a task satisfies the declared CHECKs. Otherwise raises PostgreSQL's error for a violated CHECK.
CREATE OR REPLACE FUNCTION task_record.is_valid_task(task public.user_task_history) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SET search_path = '' AS $$
DECLARE
  violated text := CASE
    WHEN NOT (task.completed_at IS NOT NULL OR task.status IN ('pending', 'processing'))
    THEN 'user_task_history_completed_at_check'
    WHEN NOT (task.cost BETWEEN 0 AND 999999999999.999999)
    THEN 'user_task_history_cost_check'
    WHEN NOT (task.credits_deducted >= 0)
    THEN 'user_task_history_credits_deducted_check'
    WHEN NOT ((task.credits_reserved IS NULL) = (task.credits_held_until IS NULL))
    THEN 'user_task_history_credits_held_until_check'
    WHEN NOT (task.credits_reserved >= 0)
    THEN 'user_task_history_credits_reserved_check'
    WHEN NOT (task.deleted_at IS NULL OR (task.prompt = '' AND task.error_message IS NULL AND task.external_id IS NULL
      AND task.parameters IS NULL AND task.metadata IS NULL AND task.input_sha256 IS NULL
      AND task.original_image_url IS NULL AND task.aws_original_key IS NULL AND task.original_sha256 IS NULL
      AND task.generated_image_url IS NULL AND task.aws_generated_key IS NULL AND task.generated_sha256 IS NULL))
    THEN 'user_task_history_deleted_at_check'
    WHEN NOT (task.external_id <> '')
    THEN 'user_task_history_external_id_check'
    WHEN NOT (task.credits_reserved IS NULL OR task.status NOT IN ('failed', 'canceled') OR task.credits_deducted = 0)
    THEN 'user_task_history_failed_check'
    WHEN NOT (task.failure_code IS NULL OR (task.failure_code ~ '^[a-z0-9_]+$' AND task.status = 'failed'))
    THEN 'user_task_history_failure_code_check'
    WHEN NOT (task.generated_height >= 0)
    THEN 'user_task_history_generated_height_check'
    WHEN NOT (task.generated_size >= 0)
    THEN 'user_task_history_generated_size_check'
    WHEN NOT (task.generated_width >= 0)
    THEN 'user_task_history_generated_width_check'
    WHEN NOT (task.generation_time_ms >= 0)
    THEN 'user_task_history_generation_time_ms_check'
    WHEN NOT (task.image_count BETWEEN 1 AND 16)
    THEN 'user_task_history_image_count_check'
    WHEN NOT (task.input_tokens >= 0)
    THEN 'user_task_history_input_tokens_check'
    WHEN NOT (json_typeof(task.metadata) = 'object' AND octet_length(task.metadata::text) <= 4096
      AND NOT jsonb_path_exists(task.metadata::jsonb,
      'strict $.**{10 to last} ? (@.type() == "object" || @.type() == "array")'))
    THEN 'user_task_history_metadata_check'
    WHEN NOT (task.more_images IS NULL OR (task.deleted_at IS NULL AND jsonb_typeof(task.more_images) = 'array'
      AND jsonb_array_length(task.more_images) BETWEEN 1 AND 15))
    THEN 'user_task_history_more_images_check'
    WHEN NOT (task.original_height >= 0)
    THEN 'user_task_history_original_height_check'
    WHEN NOT (task.original_size >= 0)
    THEN 'user_task_history_original_size_check'
    WHEN NOT (task.original_width >= 0)
    THEN 'user_task_history_original_width_check'
    WHEN NOT (task.output_tokens >= 0)
    THEN 'user_task_history_output_tokens_check'
    WHEN NOT (json_typeof(task.parameters) = 'object' AND octet_length(task.parameters::text) <= 16384
      AND NOT jsonb_path_exists(task.parameters::jsonb,
      'strict $.**{10 to last} ? (@.type() == "object" || @.type() == "array")'))
    THEN 'user_task_history_parameters_check'
    WHEN NOT (task.rating IS NULL OR (task.rating BETWEEN 1 AND 5 AND task.status = 'completed'))
    THEN 'user_task_history_rating_check'
    WHEN NOT (task.status IN ('pending', 'processing', 'completed', 'failed', 'canceled'))
    THEN 'user_task_history_status_check'
    WHEN NOT (task.task_type IN ('image_generation', 'image_edit', 'template_generation'))
    THEN 'user_task_history_task_type_check'
    WHEN NOT (coalesce(task.input_tokens, 0)::bigint + coalesce(task.output_tokens, 0) <= task.tokens_used)
    THEN 'user_task_history_tokens_of_parts_check'
    WHEN NOT (task.tokens_used >= 0)
    THEN 'user_task_history_tokens_used_check'
    WHEN NOT (task.trashed_at IS NULL OR (task.deleted_at IS NULL AND task.status NOT IN ('pending', 'processing')))
    THEN 'user_task_history_trashed_at_check'
  END;
BEGIN
  IF violated IS NULL THEN
    RETURN true;
  END IF;
  RAISE check_violation USING SCHEMA = 'public', TABLE = 'user_task_history', CONSTRAINT = violated,
    MESSAGE = format('new row for relation "user_task_history" violates check constraint "%s"', violated);
END $$;
