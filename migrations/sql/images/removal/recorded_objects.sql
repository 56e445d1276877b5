-- Every object that storage may hold. Those that a task names must exist; those of an upload in progress, and those
-- about to be removed, may exist. `task_id` is also in the key, if this server made it. `size` is in bytes, and null
-- where it is not recorded: for thumbnails, and for images of the original design.
CREATE OR REPLACE VIEW task_record.recorded_objects AS
SELECT key, task.id AS task_id, true AS named, CASE WHEN key = image_key THEN size END AS size
FROM public.user_task_history AS task,
  LATERAL (
    VALUES (aws_original_key, original_thumb_hash::text, original_size),
      (aws_generated_key, generated_thumb_hash, generated_size)
    UNION ALL
    SELECT image ->> 'key', image ->> 'thumb_hash', (image ->> 'size')::integer
    FROM jsonb_array_elements(more_images) AS image
  ) AS image (image_key, thumb_hash, size),
  LATERAL unnest(
    CASE WHEN thumb_hash IS NULL THEN ARRAY[image_key] ELSE ARRAY[image_key, image_key || '-thumbnail'] END
  ) AS key
WHERE image_key IS NOT NULL
UNION ALL
SELECT object, upload.task_id, false, NULL
FROM task_record.image_uploads AS upload, LATERAL unnest(ARRAY[key, key || '-thumbnail']) AS object
UNION ALL
SELECT key,
  CASE WHEN key ~ '^[^/]+/[^/]+/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/' THEN split_part(key, '/', 3)::uuid END,
  false, NULL
FROM task_record.objects_to_remove() AS key;
GRANT SELECT ON task_record.recorded_objects TO service_role;
