-- What has a subquery in it costs a call of its own: here, only for tasks that have more than one image.
CREATE OR REPLACE FUNCTION task_record.keys_of(more_images jsonb) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_agg(image ->> 'key') FROM jsonb_array_elements(more_images) AS image
$$;
CREATE OR REPLACE FUNCTION task_record.size_of(more_images jsonb) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT sum((image ->> 'size')::integer) FROM jsonb_array_elements(more_images) AS image
$$;

-- All that a task's row names, those of its further images included.
CREATE OR REPLACE FUNCTION task_record.named_keys(original text, generated text, more_images jsonb) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_remove(ARRAY[original, generated], NULL)
    || CASE WHEN more_images IS NOT NULL THEN task_record.keys_of(more_images) END
$$;

CREATE OR REPLACE FUNCTION task_record.remove_replaced_objects() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM task_record.remove_objects(array_agg(key)) FROM (
    SELECT key FROM old_tasks AS before JOIN new_tasks AS after USING (id),
      LATERAL unnest(task_record.named_keys(
        before.aws_original_key, before.aws_generated_key, before.more_images)) AS key
    WHERE key <> ALL (task_record.named_keys(after.aws_original_key, after.aws_generated_key, after.more_images))
      AND task_record.is_removable(before.user_id, id, key)
    UNION ALL
    SELECT upload.key FROM new_tasks AS task
      JOIN task_record.image_uploads AS upload ON upload.user_id = task.user_id AND upload.task_id = task.id
    WHERE task.deleted_at IS NOT NULL AND upload.sha256 IS NOT NULL
  ) AS replaced HAVING count(*) > 0;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION task_record.remove_deleted_objects() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM task_record.remove_objects(array_agg(key)) FROM (
    SELECT key FROM old_tasks,
      LATERAL unnest(task_record.named_keys(aws_original_key, aws_generated_key, more_images)) AS key
    WHERE task_record.is_removable(user_id, id, key)
    UNION ALL
    SELECT upload.key FROM old_tasks AS task
      JOIN task_record.image_uploads AS upload ON upload.user_id = task.user_id AND upload.task_id = task.id
    WHERE upload.sha256 IS NOT NULL
  ) AS deleted HAVING count(*) > 0;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION task_record.remove_unclaimed_objects() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM task_record.remove_objects(array_agg(upload.key)) FROM old_uploads AS upload
  WHERE NOT EXISTS (
    SELECT FROM public.user_task_history AS task
    WHERE task.id = upload.task_id
      AND upload.key = ANY (task_record.named_keys(task.aws_original_key, task.aws_generated_key, task.more_images))
  ) HAVING count(*) > 0;
  INSERT INTO task_record.pgqueuer (priority, entrypoint, payload, status, execute_after)
  SELECT 0, 'remove_objects', convert_to(json_build_array(key)::text, 'UTF8'), 'queued', may_be_sent_until
  FROM old_uploads, LATERAL (SELECT created_at + interval '75 minutes' AS may_be_sent_until) AS sending
  WHERE starts_with(key, 'uploads/') AND may_be_sent_until > now();
  RETURN NULL;
END $$;

CREATE OR REPLACE VIEW task_record.recorded_objects AS
SELECT key, task.id AS task_id, true AS named
FROM public.user_task_history AS task,
  LATERAL (
    VALUES (aws_original_key, original_thumb_hash::text), (aws_generated_key, generated_thumb_hash)
    UNION ALL
    SELECT image ->> 'key', image ->> 'thumb_hash' FROM jsonb_array_elements(more_images) AS image
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
