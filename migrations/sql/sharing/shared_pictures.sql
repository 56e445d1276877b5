-- What a share link shows to anyone who has its secret, of which this is the SHA-256: the pictures of one task, with the
-- prompt if the link shows it. No row if there is no such link, if it has ended, or if the task was deleted or is in the
-- trash. A stranger sees rows by this function alone: no policy shows them any.
CREATE OR REPLACE FUNCTION task_record.shared_pictures(secret_digest text) RETURNS TABLE (
  link_id uuid, shows_prompt boolean, allows_download boolean, expires_at timestamp with time zone, plan text,
  id uuid, user_id uuid, prompt text, generated_image_url text, aws_generated_key text, generated_content_type text,
  generated_width integer, generated_height integer, generated_size integer, generated_sha256 text,
  generated_thumb_hash text, more_images jsonb
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT link.id, link.shows_prompt, link.allows_download, link.expires_at,
    (SELECT noted.plan FROM task_record.user_plans AS noted WHERE noted.user_id = link.user_id),
    task.id, task.user_id, CASE WHEN link.shows_prompt THEN task.prompt ELSE '' END,
    task.generated_image_url, task.aws_generated_key, task.generated_content_type,
    task.generated_width, task.generated_height, task.generated_size, task.generated_sha256,
    task.generated_thumb_hash, task.more_images
  FROM task_record.share_links AS link
    JOIN public.user_task_history AS task ON task.id = link.task_id AND task.user_id = link.user_id
  WHERE link.secret_sha256 = secret_digest AND link.revoked_at IS NULL
    AND coalesce(link.expires_at > now(), true) AND task.deleted_at IS NULL AND task.trashed_at IS NULL
$$;
REVOKE ALL ON FUNCTION task_record.shared_pictures FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.shared_pictures TO authenticated;
