-- Whether these are images that the task owns, described as the server describes them; or an error.
CREATE OR REPLACE FUNCTION task_record.are_images(user_id uuid, task_id uuid, more_images jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(jsonb_agg(to_jsonb(image)) = more_images AND bool_and(image.size >= 0)
    AND task_record.owns_all(user_id, task_id, array_agg(image.key)), false)
  FROM jsonb_to_recordset(more_images) AS image (key text, content_type text, width integer, height integer,
    size integer, sha256 text, thumb_hash text)
$$;
