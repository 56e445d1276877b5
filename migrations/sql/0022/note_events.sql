  IF EXISTS (SELECT FROM task_record.webhooks WHERE all_users)
    OR EXISTS (SELECT FROM {table} AS changed JOIN task_record.webhooks USING (user_id))
  THEN
    INSERT INTO task_record.webhook_deliveries (webhook_id, user_id, subject_id, type, data)
    SELECT webhook.id, webhook.user_id, changed.user_id, changed.type, CASE
      WHEN changed.type = 'task.deleted' THEN json_build_object('id', changed.id, 'userId', changed.user_id)
      ELSE json_build_object('id', changed.id, 'userId', changed.user_id, 'taskType', upper(task_type),
        'status', upper(status), 'tokensUsed', tokens_used, 'creditsDeducted', credits_deducted,
        'aspectRatio', aspect_ratio, 'modelVersion', model_version, 'imageCount', image_count,
        'generationTimeMs', generation_time_ms, 'createdAt', task_record.instant(changed.created_at),
        'completedAt', task_record.instant(completed_at))
    END
    FROM ({events}) AS changed, LATERAL task_record.webhooks_for(changed.user_id, changed.type) AS webhook;
  END IF;
  RETURN NULL;
