-- Notes, for every server process and for the webhooks that want it, which tasks were recorded: sent once the
-- transaction has committed. A message has up to 100 ids, as one holds 8,000 bytes; nearly always it is one, for which
-- the second statement is quicker.
CREATE OR REPLACE FUNCTION task_record.notify_inserted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF EXISTS (SELECT FROM new_tasks OFFSET 100) THEN
    INSERT INTO task_record.notifications (channel, message)
    SELECT 'task_events', json_build_object('user', user_id, 'kind', kind, 'ids', json_agg(id))
    FROM (
      SELECT *, (row_number() OVER (PARTITION BY user_id, kind) - 1) / 100 AS chunk FROM (SELECT id, user_id, 'CREATED' AS kind FROM new_tasks) AS changed
    ) AS tasks GROUP BY user_id, kind, chunk ORDER BY user_id, kind, chunk;
  ELSE
    INSERT INTO task_record.notifications (channel, message)
    SELECT 'task_events', format('{"user": "%s", "kind": "%s", "ids": ["%s"]}', user_id, kind, string_agg(id::text, '", "'))
    FROM (SELECT id, user_id, 'CREATED' AS kind FROM new_tasks) AS changed GROUP BY user_id, kind;
  END IF;
  IF EXISTS (SELECT FROM task_record.webhooks WHERE all_users)
    OR EXISTS (SELECT FROM new_tasks AS changed JOIN task_record.webhooks USING (user_id))
  THEN
    INSERT INTO task_record.webhook_deliveries (webhook_id, user_id, subject_id, type, data)
    SELECT webhook.id, webhook.user_id, changed.user_id, changed.type, CASE
      WHEN changed.type = 'task.deleted' THEN json_build_object('id', changed.id, 'userId', changed.user_id)
      ELSE json_build_object('id', changed.id, 'userId', changed.user_id, 'taskType', upper(task_type),
        'status', upper(status), 'tokensUsed', tokens_used, 'creditsDeducted', credits_deducted,
        'aspectRatio', aspect_ratio, 'modelVersion', model_version, 'imageCount', image_count,
        'generationTimeMs', generation_time_ms, 'createdAt', task_record.api_time(changed.created_at),
        'completedAt', task_record.api_time(completed_at))
    END
    FROM (SELECT task.*, event.type FROM new_tasks AS task,
        LATERAL (VALUES ('task.created'), (CASE status WHEN 'completed' THEN 'task.completed' WHEN 'failed' THEN 'task.failed' END)) AS event (type) WHERE event.type IS NOT NULL) AS changed, LATERAL task_record.webhooks_for(changed.user_id, changed.type) AS webhook;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.notify_inserted FROM PUBLIC;

CREATE TRIGGER notify_inserted AFTER INSERT ON public.user_task_history
  REFERENCING NEW TABLE AS new_tasks FOR EACH STATEMENT
  WHEN (current_setting('task_record.moving', true) IS DISTINCT FROM 'on'
    OR current_user IN ('authenticated', 'service_role'))
  EXECUTE FUNCTION task_record.notify_inserted();
