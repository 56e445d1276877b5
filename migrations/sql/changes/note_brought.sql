-- Reports tasks that arrive with a moved user, or are imported. Nobody is notified, but readers who maintain a copy
-- receive the change. A message has up to 100 ids, as those of notify_inserted.
CREATE OR REPLACE FUNCTION task_record.note_brought() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO task_record.notifications (channel, message)
  SELECT 'task_changes', json_build_object('user', user_id, 'kind', 'CREATED', 'ids', json_agg(id))
  FROM (
    SELECT id, user_id, (row_number() OVER (PARTITION BY user_id) - 1) / 100 AS chunk FROM new_tasks
  ) AS tasks GROUP BY user_id, chunk ORDER BY user_id, chunk;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.note_brought FROM PUBLIC;

CREATE TRIGGER note_brought AFTER INSERT ON public.user_task_history
  REFERENCING NEW TABLE AS new_tasks FOR EACH STATEMENT
  WHEN (task_record.is_moving())
  EXECUTE FUNCTION task_record.note_brought();
