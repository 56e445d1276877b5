-- The data of a task's event: only ids, numbers and times, because it outlives the task's retention.
CREATE OR REPLACE FUNCTION task_record.event_data(task public.user_task_history, type text) RETURNS json
LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN type = 'task.deleted' THEN json_build_object('id', task.id, 'userId', task.user_id)
    ELSE json_build_object('id', task.id, 'userId', task.user_id, 'taskType', upper(task.task_type),
      'status', upper(task.status), 'tokensUsed', task.tokens_used, 'creditsDeducted', task.credits_deducted,
      'aspectRatio', task.aspect_ratio, 'modelVersion', task.model_version, 'imageCount', task.image_count,
      'generationTimeMs', task.generation_time_ms, 'createdAt', task_record.api_time(task.created_at),
      'completedAt', task_record.api_time(task.completed_at), 'externalId', task.external_id,
      'inputTokens', task.input_tokens, 'outputTokens', task.output_tokens, 'cost', trim_scale(task.cost)::text,
      'failureCode', task.failure_code, 'startedAt', task_record.api_time(task.started_at),
      'deadline', task_record.api_time(task.deadline))
  END
$$;
REVOKE ALL ON FUNCTION task_record.event_data FROM PUBLIC;
