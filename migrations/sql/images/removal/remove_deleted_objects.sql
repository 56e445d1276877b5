-- Removes the objects of tasks whose rows are deleted, and uploads for them that were never attached.
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
REVOKE ALL ON FUNCTION task_record.remove_deleted_objects FROM PUBLIC;

CREATE TRIGGER remove_deleted_objects AFTER DELETE ON public.user_task_history
  REFERENCING OLD TABLE AS old_tasks FOR EACH STATEMENT
  WHEN (NOT task_record.is_moving())
  EXECUTE FUNCTION task_record.remove_deleted_objects();
