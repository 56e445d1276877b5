-- The same as `shared_by_link`, for servers of the version before.
CREATE OR REPLACE FUNCTION task_record.shown_by_link(
  secret_digest text, at_place timestamp with time zone, before_place timestamp with time zone
) RETURNS TABLE (
  link_id uuid, owner_id uuid, shows_prompt boolean, allows_download boolean, expires_at timestamp with time zone,
  board_name text, board_description text, added_at timestamp with time zone, plan text,
  id uuid, user_id uuid, prompt text, generated_image_url text, aws_generated_key text, generated_content_type text,
  generated_width integer, generated_height integer, generated_size integer, generated_sha256 text,
  generated_thumb_hash text, more_images jsonb
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT * FROM task_record.shared_by_link(secret_digest, at_place, before_place, NULL)
$$;
REVOKE ALL ON FUNCTION task_record.shown_by_link FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.shown_by_link TO authenticated;
