SELECT user_id, local_time::date AS day,
  [[overall_changes: sum(sign * {one}) AS {column}]]
FROM (
  [[changed]]
) AS task
GROUP BY user_id, day
