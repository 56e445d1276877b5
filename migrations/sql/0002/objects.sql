-- An object that no row names any more, because the image was replaced, the task deleted, its user gone, or
-- an upload came to nothing, is removed by a job that commits with that change. Up to 500 keys a job.
CREATE FUNCTION task_record.remove_objects(keys text[]) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  INSERT INTO task_record.pgqueuer (priority, entrypoint, payload, status)
  SELECT 0, 'remove_objects', convert_to(json_agg(object)::text, 'UTF8'), 'queued'
  FROM (
    SELECT object, (row_number() OVER () - 1) / 500 AS chunk
    FROM unnest(keys) AS key, LATERAL unnest(ARRAY[key, key || '-thumbnail']) AS object
    WHERE key IS NOT NULL
  ) AS objects
  GROUP BY chunk;
END $$;
REVOKE ALL ON FUNCTION task_record.remove_objects FROM PUBLIC;

CREATE FUNCTION task_record.remove_replaced_objects() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM task_record.remove_objects(array_agg(key)) FROM (
    SELECT before.aws_original_key AS key FROM old_tasks AS before JOIN new_tasks AS after USING (id)
    WHERE before.aws_original_key <> coalesce(after.aws_original_key, '')
    UNION ALL
    SELECT before.aws_generated_key FROM old_tasks AS before JOIN new_tasks AS after USING (id)
    WHERE before.aws_generated_key <> coalesce(after.aws_generated_key, '')
  ) AS replaced HAVING count(*) > 0;
  RETURN NULL;
END $$;

CREATE FUNCTION task_record.remove_deleted_objects() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM task_record.remove_objects(array_agg(key))
  FROM old_tasks, LATERAL unnest(ARRAY[aws_original_key, aws_generated_key]) AS key
  WHERE key IS NOT NULL HAVING count(*) > 0;
  RETURN NULL;
END $$;

CREATE FUNCTION task_record.remove_unclaimed_objects() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM task_record.remove_objects(array_agg(upload.key)) FROM old_uploads AS upload
  WHERE NOT EXISTS (
    SELECT FROM public.user_task_history AS task
    WHERE task.id = upload.task_id AND upload.key IN (task.aws_original_key, task.aws_generated_key)
  ) HAVING count(*) > 0;
  RETURN NULL;
END $$;

CREATE TRIGGER remove_replaced_objects AFTER UPDATE ON user_task_history
  REFERENCING OLD TABLE AS old_tasks NEW TABLE AS new_tasks
  FOR EACH STATEMENT EXECUTE FUNCTION task_record.remove_replaced_objects();
CREATE TRIGGER remove_deleted_objects AFTER DELETE ON user_task_history
  REFERENCING OLD TABLE AS old_tasks
  FOR EACH STATEMENT EXECUTE FUNCTION task_record.remove_deleted_objects();
CREATE TRIGGER remove_unclaimed_objects AFTER DELETE ON task_record.image_uploads
  REFERENCING OLD TABLE AS old_uploads
  FOR EACH STATEMENT EXECUTE FUNCTION task_record.remove_unclaimed_objects();
