-- Records tasks of an export as they were, with their sources and boards, and returns how many. Nobody is notified, but who keeps a
-- copy is told. Each of `tasks` is an object with the columns of a task, its `parameters` and `metadata` as text, and its `boards`; each of
-- `sources` one with those of a source. Fails, and records none, if there is already a task of one of their ids.
CREATE OR REPLACE FUNCTION task_record.bring_tasks(of_user uuid, tasks json, sources json) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  brought integer;
BEGIN
  PERFORM set_config('task_record.moving', 'on', true);
  INSERT INTO public.user_task_history (id, user_id, task_type, prompt, status, tokens_used, credits_deducted,
    error_message, aspect_ratio, model_version, generation_time_ms, created_at, updated_at, completed_at, image_count,
    images_removed_at, prompt_removed_at, only_service_ends, external_id, parameters, metadata, input_tokens,
    output_tokens, cost, failure_code, started_at, deadline, trashed_at, rating,
    starred_at,
    original_image_url, aws_original_key, original_content_type, original_width, original_height, original_size,
    original_sha256, original_thumb_hash, generated_image_url, aws_generated_key, generated_content_type,
    generated_width, generated_height, generated_size, generated_sha256, generated_thumb_hash, more_images)
  SELECT id, of_user, task_type, prompt, status, tokens_used, credits_deducted,
    error_message, aspect_ratio, model_version, generation_time_ms, created_at, updated_at, completed_at, image_count,
    images_removed_at, prompt_removed_at, only_service_ends, external_id, (parameters #>> '{}')::json,
    (metadata #>> '{}')::json, input_tokens, output_tokens, cost, failure_code, started_at, deadline, trashed_at, rating,
    starred_at,
    original_image_url, aws_original_key, original_content_type, original_width, original_height, original_size,
    original_sha256, original_thumb_hash, generated_image_url, aws_generated_key, generated_content_type,
    generated_width, generated_height, generated_size, generated_sha256, generated_thumb_hash, more_images
  FROM json_populate_recordset(NULL::public.user_task_history, tasks);
  GET DIAGNOSTICS brought = ROW_COUNT;
  INSERT INTO task_record.task_sources (task_id, position, user_id, source_id, relation, image_index, depth, created_at)
  SELECT task_id, position, of_user, source_id, relation, image_index, depth, created_at
  FROM json_populate_recordset(NULL::task_record.task_sources, sources);
  PERFORM task_record.bring_boards(of_user, tasks);
  RETURN brought;
END $$;
REVOKE ALL ON FUNCTION task_record.bring_tasks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.bring_tasks TO service_role;
