-- PgQueuer's tables are made after the migrations, and are for the login role alone.
CREATE FUNCTION task_record.objects_to_remove() RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY SELECT json_array_elements_text(convert_from(payload, 'UTF8')::json)
  FROM task_record.pgqueuer WHERE entrypoint = 'remove_objects';
END $$;
REVOKE ALL ON FUNCTION task_record.objects_to_remove FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.objects_to_remove TO service_role;

-- Every object that storage may hold: those that a task names must be there; those of an upload in progress,
-- and those about to be removed, may be. `task_id` is also in the key, where this server has made it.
CREATE VIEW task_record.recorded_objects AS
SELECT key, task.id AS task_id, true AS named
FROM public.user_task_history AS task,
  LATERAL (VALUES
    (aws_original_key, original_thumb_hash), (aws_generated_key, generated_thumb_hash)
  ) AS image (image_key, thumb_hash),
  LATERAL unnest(
    CASE WHEN thumb_hash IS NULL THEN ARRAY[image_key] ELSE ARRAY[image_key, image_key || '-thumbnail'] END
  ) AS key
WHERE image_key IS NOT NULL
UNION ALL
SELECT object, upload.task_id, false
FROM task_record.image_uploads AS upload, LATERAL unnest(ARRAY[key, key || '-thumbnail']) AS object
UNION ALL
SELECT key,
  CASE WHEN key ~ '^[^/]+/[^/]+/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/' THEN split_part(key, '/', 3)::uuid END,
  false
FROM task_record.objects_to_remove() AS key;
