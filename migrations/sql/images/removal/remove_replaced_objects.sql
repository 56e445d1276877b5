-- Removes the objects of replaced images, and the unattached uploads of a task that is marked as deleted. The task's
-- claims stay for a while: uploads still in progress are removed when they expire.
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
REVOKE ALL ON FUNCTION task_record.remove_replaced_objects FROM PUBLIC;

CREATE TRIGGER remove_replaced_objects AFTER UPDATE ON public.user_task_history
  REFERENCING OLD TABLE AS old_tasks NEW TABLE AS new_tasks
  FOR EACH STATEMENT EXECUTE FUNCTION task_record.remove_replaced_objects();
