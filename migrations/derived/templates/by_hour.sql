SELECT user_id, part.hour, local_time::date AS day,
  -- A subquery, since the plan of a join might be made for another number of rows.
  CASE
    WHEN model = '' THEN ''
    WHEN (
      SELECT true FROM task_record.usage_models AS named
      WHERE named.user_id = task.user_id AND named.day = local_time::date AND named.model_version = model
    ) THEN model
    ELSE 'other'
  END AS model_version,
  task_type,
  [[user_task_usage: sum(sign * {one}) AS {column}; task_record.merge_durations(array_agg(({one} << 32) + sign) FILTER (WHERE {one} IS NOT NULL)) AS {column}]]
FROM (
  [[changed]]
) AS task, LATERAL (VALUES (-1::smallint), (date_part('hour', local_time)::smallint)) AS part (hour)
GROUP BY 1, 2, 3, 4, 5
