-- Reports tasks that were deleted with their user, or by plain SQL, to every server process and to webhooks, sent after
-- the commit. Those in the trash are already reported as deleted. A message has up to 100 ids, because it holds 8,000
-- bytes. It is nearly always one, for which the second statement is faster.
CREATE OR REPLACE FUNCTION task_record.notify_deleted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF EXISTS (SELECT FROM old_tasks OFFSET 100) THEN
    INSERT INTO task_record.notifications (channel, message)
    SELECT 'task_events', json_build_object('user', user_id, 'kind', 'DELETED', 'ids', json_agg(id))
    FROM (
      SELECT id, user_id, (row_number() OVER (PARTITION BY user_id) - 1) / 100 AS chunk
      FROM old_tasks WHERE coalesce(deleted_at, trashed_at) IS NULL
    ) AS tasks GROUP BY user_id, chunk ORDER BY user_id, chunk;
  ELSE
    INSERT INTO task_record.notifications (channel, message)
    SELECT 'task_events',
      format('{"user": "%s", "kind": "DELETED", "ids": ["%s"]}', user_id, string_agg(id::text, '", "'))
    FROM old_tasks WHERE coalesce(deleted_at, trashed_at) IS NULL GROUP BY user_id;
  END IF;
  IF EXISTS (SELECT FROM task_record.webhooks WHERE all_users)
    OR EXISTS (SELECT FROM old_tasks JOIN task_record.webhooks USING (user_id))
  THEN
    INSERT INTO task_record.webhook_deliveries (webhook_id, user_id, subject_id, type, data)
    SELECT webhook.id, webhook.user_id, task.user_id, event.type,
      task_record.event_data(task::public.user_task_history, event.type)
    FROM old_tasks AS task, (SELECT 'task.deleted' AS type) AS event,
      LATERAL task_record.webhooks_for(task.user_id, event.type) AS webhook
    WHERE coalesce(task.deleted_at, task.trashed_at) IS NULL;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.notify_deleted FROM PUBLIC;

CREATE TRIGGER notify_deleted AFTER DELETE ON public.user_task_history
  REFERENCING OLD TABLE AS old_tasks FOR EACH STATEMENT
  WHEN (NOT task_record.is_moving())
  EXECUTE FUNCTION task_record.notify_deleted();
