INSERT INTO task_record.usage_models (user_id, day, model_version)
SELECT user_id, day, model_version FROM (
  SELECT *, row_number() OVER (PARTITION BY user_id, day ORDER BY model_version) AS number
  FROM (SELECT DISTINCT user_id, day, model_version FROM ({tasks}) AS task) AS task
  WHERE (
    SELECT true FROM task_record.usage_models AS named
    WHERE named.user_id = task.user_id AND named.day = task.day AND named.model_version = task.model_version
  ) IS NULL
) AS unnamed
WHERE number + (
  SELECT count(*) FROM task_record.usage_models AS named WHERE named.user_id = unnamed.user_id AND named.day = unnamed.day
) <= 50;
