-- For each wrong row of usage, the amount by which it is too low. Written as a sum, so that a query for one user reads
-- only that user's rows.
CREATE OR REPLACE VIEW task_record.drifted_usage AS
SELECT * FROM (
  SELECT user_id, hour, day, model_version, task_type,
    [[user_task_usage: {column}; CASE WHEN computed = kept THEN '{}' ELSE task_record.merge_durations(computed || ARRAY(SELECT ((duration + 2147483648) >> 32 << 33) - duration FROM unnest(kept) AS duration)) END AS {column}]]
  FROM (
    SELECT user_id, hour, day, model_version, task_type,
      [[user_task_usage: sum({column}) AS {column}; max({column}) FILTER (WHERE NOT is_kept) AS computed, max({column}) FILTER (WHERE is_kept) AS kept]]
    FROM (
      SELECT user_id, hour, day, model_version, task_type, [[user_task_usage: {column}; {column}]], false AS is_kept
      FROM task_record.computed_usage
      UNION ALL
      SELECT user_id, hour, day, model_version, task_type, [[user_task_usage: -{column}; {column}]], true
      FROM task_record.user_task_usage
    ) AS usage
    GROUP BY user_id, hour, day, model_version, task_type
  ) AS difference
) AS difference
WHERE [[user_task_usage OR: {column} <> 0; {column} <> '{}']];
GRANT SELECT ON task_record.drifted_usage TO service_role;
