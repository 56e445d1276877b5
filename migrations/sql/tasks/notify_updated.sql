-- Reports tasks that were changed or marked as deleted to every server process and to webhooks, sent after the commit.
-- A task in the trash counts as deleted. An end more than an hour ago is reported only to readers who maintain a copy.
-- A message has up to 100 ids, because it holds 8,000 bytes. It is nearly always one, for which the second statement is
-- faster.
CREATE OR REPLACE FUNCTION task_record.notify_updated() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF EXISTS (SELECT FROM new_tasks OFFSET 100) THEN
    INSERT INTO task_record.notifications (channel, message)
    SELECT channel, json_build_object('user', user_id, 'kind', kind, 'ids', json_agg(id))
    FROM (
      SELECT *, (row_number() OVER (PARTITION BY user_id, channel, kind) - 1) / 100 AS chunk
      FROM (
        SELECT id, task.user_id,
          CASE WHEN coalesce(task.deleted_at, task.trashed_at) IS NULL THEN 'UPDATED' ELSE 'DELETED' END AS kind,
          CASE WHEN task.status <> before.status AND task.completed_at < now() - interval '1 hour'
            THEN 'task_changes' ELSE 'task_events' END AS channel
        FROM new_tasks AS task JOIN old_tasks AS before USING (id)
        WHERE coalesce(before.deleted_at, before.trashed_at) IS NULL OR coalesce(task.deleted_at, task.trashed_at) IS NULL
      ) AS changed
    ) AS tasks GROUP BY user_id, channel, kind, chunk ORDER BY user_id, channel, kind, chunk;
  ELSE
    INSERT INTO task_record.notifications (channel, message)
    SELECT channel,
      format('{"user": "%s", "kind": "%s", "ids": ["%s"]}', user_id, kind, string_agg(id::text, '", "'))
    FROM (
      SELECT id, task.user_id,
        CASE WHEN coalesce(task.deleted_at, task.trashed_at) IS NULL THEN 'UPDATED' ELSE 'DELETED' END AS kind,
        CASE WHEN task.status <> before.status AND task.completed_at < now() - interval '1 hour'
          THEN 'task_changes' ELSE 'task_events' END AS channel
      FROM new_tasks AS task JOIN old_tasks AS before USING (id)
      WHERE coalesce(before.deleted_at, before.trashed_at) IS NULL OR coalesce(task.deleted_at, task.trashed_at) IS NULL
    ) AS changed GROUP BY user_id, channel, kind;
  END IF;
  IF EXISTS (SELECT FROM task_record.webhooks WHERE all_users)
    OR EXISTS (SELECT FROM new_tasks JOIN task_record.webhooks USING (user_id))
  THEN
    INSERT INTO task_record.webhook_deliveries (webhook_id, user_id, subject_id, type, data)
    SELECT webhook.id, webhook.user_id, task.user_id, event.type,
      task_record.event_data(task::public.user_task_history, event.type)
    FROM new_tasks AS task JOIN old_tasks AS before USING (id),
      LATERAL (
        SELECT CASE WHEN coalesce(task.deleted_at, task.trashed_at) IS NULL THEN 'task.' || task.status
          ELSE 'task.deleted' END AS type
        WHERE coalesce(before.deleted_at, before.trashed_at) IS NULL
          AND (coalesce(task.deleted_at, task.trashed_at) IS NOT NULL
            OR (task.status <> before.status AND task.status NOT IN ('pending', 'processing')
              AND task.completed_at > now() - interval '1 hour'))
      ) AS event,
      LATERAL task_record.webhooks_for(task.user_id, event.type) AS webhook;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.notify_updated FROM PUBLIC;

CREATE TRIGGER notify_updated AFTER UPDATE ON public.user_task_history
  REFERENCING OLD TABLE AS old_tasks NEW TABLE AS new_tasks
  FOR EACH STATEMENT EXECUTE FUNCTION task_record.notify_updated();
