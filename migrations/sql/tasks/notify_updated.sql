-- Notes, for every server process and for the webhooks that want it, which tasks were changed or marked as deleted:
-- sent once the transaction has committed. A message has up to 100 ids, as one holds 8,000 bytes; nearly always it is
-- one, for which the second statement is quicker.
CREATE OR REPLACE FUNCTION task_record.notify_updated() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF EXISTS (SELECT FROM new_tasks OFFSET 100) THEN
    INSERT INTO task_record.notifications (channel, message)
    SELECT 'task_events', json_build_object('user', user_id, 'kind', kind, 'ids', json_agg(id))
    FROM (
      SELECT *, (row_number() OVER (PARTITION BY user_id, kind) - 1) / 100 AS chunk FROM (SELECT id, after.user_id, CASE WHEN after.deleted_at IS NULL THEN 'UPDATED' ELSE 'DELETED' END AS kind
        FROM new_tasks AS after JOIN old_tasks AS before USING (id) WHERE before.deleted_at IS NULL) AS changed
    ) AS tasks GROUP BY user_id, kind, chunk ORDER BY user_id, kind, chunk;
  ELSE
    INSERT INTO task_record.notifications (channel, message)
    SELECT 'task_events', format('{"user": "%s", "kind": "%s", "ids": ["%s"]}', user_id, kind, string_agg(id::text, '", "'))
    FROM (SELECT id, after.user_id, CASE WHEN after.deleted_at IS NULL THEN 'UPDATED' ELSE 'DELETED' END AS kind
        FROM new_tasks AS after JOIN old_tasks AS before USING (id) WHERE before.deleted_at IS NULL) AS changed GROUP BY user_id, kind;
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
    FROM (SELECT task.*, CASE WHEN task.deleted_at IS NULL THEN CASE task.status WHEN 'completed' THEN 'task.completed' WHEN 'failed' THEN 'task.failed' END
          ELSE 'task.deleted' END AS type
        FROM new_tasks AS task JOIN old_tasks AS before USING (id)
        WHERE before.deleted_at IS NULL AND (task.deleted_at IS NOT NULL
          OR (before.status IN ('pending', 'processing') AND task.status IN ('completed', 'failed')))) AS changed, LATERAL task_record.webhooks_for(changed.user_id, changed.type) AS webhook;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.notify_updated FROM PUBLIC;

CREATE TRIGGER notify_updated AFTER UPDATE ON public.user_task_history
  REFERENCING OLD TABLE AS old_tasks NEW TABLE AS new_tasks
  FOR EACH STATEMENT EXECUTE FUNCTION task_record.notify_updated();
