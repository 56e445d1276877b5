-- Reports recorded tasks to every server process and to webhooks, sent after the commit. Tasks created more than an
-- hour ago are reported only to readers who maintain a copy. A message has up to 100 ids, because it holds 8,000 bytes.
-- It is nearly always one, for which the second statement is faster.
CREATE OR REPLACE FUNCTION task_record.notify_inserted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF EXISTS (SELECT FROM new_tasks OFFSET 100) THEN
    INSERT INTO task_record.notifications (channel, message)
    SELECT channel, json_build_object('user', user_id, 'kind', 'CREATED', 'ids', json_agg(id))
    FROM (
      SELECT id, user_id, channel, (row_number() OVER (PARTITION BY user_id, channel) - 1) / 100 AS chunk
      FROM (
        SELECT *, CASE WHEN created_at > now() - interval '1 hour' THEN 'task_events' ELSE 'task_changes' END AS channel
        FROM new_tasks
      ) AS recorded
    ) AS tasks GROUP BY user_id, channel, chunk ORDER BY user_id, channel, chunk;
  ELSE
    INSERT INTO task_record.notifications (channel, message)
    SELECT CASE WHEN created_at > now() - interval '1 hour' THEN 'task_events' ELSE 'task_changes' END AS channel,
      format('{"user": "%s", "kind": "CREATED", "ids": ["%s"]}', user_id, string_agg(id::text, '", "'))
    FROM new_tasks GROUP BY user_id, channel;
  END IF;
  IF EXISTS (SELECT FROM task_record.webhooks WHERE all_users)
    OR EXISTS (SELECT FROM new_tasks JOIN task_record.webhooks USING (user_id))
  THEN
    INSERT INTO task_record.webhook_deliveries (webhook_id, user_id, subject_id, type, data)
    SELECT webhook.id, webhook.user_id, task.user_id, event.type,
      task_record.event_data(task::public.user_task_history, event.type)
    FROM new_tasks AS task,
      LATERAL (
        SELECT 'task.created' AS type UNION ALL SELECT 'task.' || status WHERE status NOT IN ('pending', 'processing')
      ) AS event,
      LATERAL task_record.webhooks_for(task.user_id, event.type) AS webhook
    WHERE task.created_at > now() - interval '1 hour';
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.notify_inserted FROM PUBLIC;

CREATE TRIGGER notify_inserted AFTER INSERT ON public.user_task_history
  REFERENCING NEW TABLE AS new_tasks FOR EACH STATEMENT
  WHEN (NOT task_record.is_moving())
  EXECUTE FUNCTION task_record.notify_inserted();
