-- What a task's row names and does not own. Nearly always empty, and then read from empty indexes, which PostgreSQL
-- would not choose: it takes the condition for one that most rows meet.
CREATE FUNCTION task_record.find_foreign_keys() RETURNS TABLE (user_id uuid, task_id uuid, key text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' SET enable_seqscan = off AS $$
  SELECT user_id, id, aws_original_key FROM public.user_task_history
  WHERE NOT task_record.owns(user_id, id, aws_original_key)
  UNION ALL
  SELECT user_id, id, aws_generated_key FROM public.user_task_history
  WHERE NOT task_record.owns(user_id, id, aws_generated_key)
$$;
REVOKE ALL ON FUNCTION task_record.find_foreign_keys FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.find_foreign_keys TO service_role;
CREATE VIEW task_record.foreign_keys AS SELECT * FROM task_record.find_foreign_keys();
REVOKE ALL ON task_record.foreign_keys FROM PUBLIC;
GRANT SELECT ON task_record.foreign_keys TO service_role;

-- Whether the object may be removed on account of a row that named it: the row owns it, and no other names it.
CREATE FUNCTION task_record.is_removable(user_id uuid, task_id uuid, key text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT task_record.owns(user_id, task_id, key)
    AND NOT EXISTS (
      SELECT FROM public.user_task_history AS other
      WHERE hashtextextended(other.aws_original_key, 0) = hashtextextended($3, 0) AND other.aws_original_key = $3
        AND NOT task_record.owns(other.user_id, other.id, other.aws_original_key))
    AND NOT EXISTS (
      SELECT FROM public.user_task_history AS other
      WHERE hashtextextended(other.aws_generated_key, 0) = hashtextextended($3, 0) AND other.aws_generated_key = $3
        AND NOT task_record.owns(other.user_id, other.id, other.aws_generated_key))
$$;
REVOKE ALL ON FUNCTION task_record.is_removable FROM PUBLIC;

-- Of a task that is deleted also what was sent for it and never attached. Its claims stay for a while: what is still
-- being sent is removed when they expire.
CREATE OR REPLACE FUNCTION task_record.remove_replaced_objects() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM task_record.remove_objects(array_agg(key)) FROM (
    SELECT key FROM old_tasks AS before JOIN new_tasks AS after USING (id),
      LATERAL unnest(ARRAY[before.aws_original_key, before.aws_generated_key]) AS key
    WHERE key NOT IN (coalesce(after.aws_original_key, ''), coalesce(after.aws_generated_key, ''))
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
    SELECT key FROM old_tasks, LATERAL unnest(ARRAY[aws_original_key, aws_generated_key]) AS key
    WHERE key IS NOT NULL AND task_record.is_removable(user_id, id, key)
    UNION ALL
    SELECT upload.key FROM old_tasks AS task
      JOIN task_record.image_uploads AS upload ON upload.user_id = task.user_id AND upload.task_id = task.id
    WHERE upload.sha256 IS NOT NULL
  ) AS deleted HAVING count(*) > 0;
  RETURN NULL;
END $$;

-- What was sent may be sent again until its URL expires, and for as long as sending takes: it is removed a second time
-- then. The first 15 minutes are storage's UPLOAD_LIFE, the hour is the worker's SENDING_TAKES.
CREATE OR REPLACE FUNCTION task_record.remove_unclaimed_objects() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM task_record.remove_objects(array_agg(upload.key)) FROM old_uploads AS upload
  WHERE NOT EXISTS (
    SELECT FROM public.user_task_history AS task
    WHERE task.id = upload.task_id AND upload.key IN (task.aws_original_key, task.aws_generated_key)
  ) HAVING count(*) > 0;
  INSERT INTO task_record.pgqueuer (priority, entrypoint, payload, status, execute_after)
  SELECT 0, 'remove_objects', convert_to(json_build_array(key)::text, 'UTF8'), 'queued', may_be_sent_until
  FROM old_uploads, LATERAL (SELECT created_at + interval '75 minutes' AS may_be_sent_until) AS sending
  WHERE starts_with(key, 'uploads/') AND may_be_sent_until > now();
  RETURN NULL;
END $$;
