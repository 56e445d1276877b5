-- Derived from models/statistics/counted.py and migrations/derived/templates: change that, and run `python -m migrations.derived`.
-- For each wrong row of usage, the amount by which it is too low. Written as a sum, so that a query for one user reads
-- only that user's rows.
CREATE OR REPLACE VIEW task_record.drifted_usage AS
SELECT * FROM (
  SELECT user_id, hour, day, model_version, task_type,
    total_tasks,
    successful_tasks,
    failed_tasks,
    tokens_used,
    credits_deducted,
    CASE WHEN computed = kept THEN '{}'
      ELSE task_record.merge_durations(computed || ARRAY(SELECT ((duration + 2147483648) >> 32 << 33) - duration
      FROM unnest(kept) AS duration)) END AS durations,
    canceled_tasks,
    cost
  FROM (
    SELECT user_id, hour, day, model_version, task_type,
      sum(total_tasks) AS total_tasks,
      sum(successful_tasks) AS successful_tasks,
      sum(failed_tasks) AS failed_tasks,
      sum(tokens_used) AS tokens_used,
      sum(credits_deducted) AS credits_deducted,
      max(durations) FILTER (WHERE NOT is_kept) AS computed, max(durations) FILTER (WHERE is_kept) AS kept,
      sum(canceled_tasks) AS canceled_tasks,
      sum(cost) AS cost
    FROM (
      SELECT user_id, hour, day, model_version, task_type, total_tasks, successful_tasks, failed_tasks, tokens_used,
        credits_deducted, durations, canceled_tasks, cost, false AS is_kept
      FROM task_record.computed_usage
      UNION ALL
      SELECT user_id, hour, day, model_version, task_type, -total_tasks, -successful_tasks, -failed_tasks, -tokens_used,
        -credits_deducted, durations, -canceled_tasks, -cost, true
      FROM task_record.user_task_usage
    ) AS usage
    GROUP BY user_id, hour, day, model_version, task_type
  ) AS difference
) AS difference
WHERE total_tasks <> 0 OR successful_tasks <> 0 OR failed_tasks <> 0 OR tokens_used <> 0 OR credits_deducted <> 0
  OR durations <> '{}' OR canceled_tasks <> 0 OR cost <> 0;
GRANT SELECT ON task_record.drifted_usage TO service_role;
