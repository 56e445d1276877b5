-- Removes the objects of expired claims. They may be sent again until their URL expires, and for as long as sending
-- takes, so they are removed a second time then. The first 15 minutes are storage's UPLOAD_LIFE, the hour is the
-- worker's SENDING_TAKES.
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
REVOKE ALL ON FUNCTION task_record.remove_unclaimed_objects FROM PUBLIC;

CREATE TRIGGER remove_unclaimed_objects AFTER DELETE ON task_record.image_uploads
  REFERENCING OLD TABLE AS old_uploads FOR EACH STATEMENT
  WHEN (NOT task_record.is_moving())
  EXECUTE FUNCTION task_record.remove_unclaimed_objects();
