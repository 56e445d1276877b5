SELECT array_agg(ROW(user_id, day, model_version)::task_record.usage_models) INTO unnamed
FROM (
  SELECT DISTINCT user_id, (created_at AT TIME ZONE task_record.time_zone())::date AS day, model_version
  FROM new_tasks WHERE model_version <> ''
) AS task
WHERE (
  SELECT true FROM task_record.usage_models AS named
  WHERE named.user_id = task.user_id AND named.day = task.day AND named.model_version = task.model_version
) IS NULL;
IF unnamed IS NOT NULL THEN
  PERFORM task_record.add_usage_models(unnamed);
END IF;
PERFORM task_record.add_usage(array_agg(ROW(usage.*)::task_record.user_task_usage))
FROM (
  [[by hour]]
) AS usage
WHERE [[user_task_usage OR: {column} <> 0; {column} <> '{}']];
