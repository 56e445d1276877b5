-- Derived from models/statistics/counted.py and migrations/derived/templates: change that, and run `python -m migrations.derived`.
-- For each wrong total over all users, the amount by which it is too low, with changes that are not counted yet.
CREATE OR REPLACE VIEW task_record.drifted_overall AS
SELECT * FROM (
  SELECT period_type, period_date,
    sum(image_count) AS image_count,
    sum(total_tasks) AS total_tasks,
    sum(successful_tasks) AS successful_tasks,
    sum(failed_tasks) AS failed_tasks,
    sum(total_tokens_used) AS total_tokens_used,
    sum(total_credits_deducted) AS total_credits_deducted,
    sum(total_generation_time_ms) AS total_generation_time_ms,
    sum(timed_tasks) AS timed_tasks,
    sum(completed_generation_time_ms) AS completed_generation_time_ms,
    sum(images_size) AS images_size,
    sum(canceled_tasks) AS canceled_tasks,
    sum(total_cost) AS total_cost
  FROM (
    SELECT period_type, period_date, image_count, total_tasks, successful_tasks, failed_tasks, total_tokens_used,
      total_credits_deducted, total_generation_time_ms, timed_tasks, completed_generation_time_ms, images_size,
      canceled_tasks, total_cost
    FROM task_record.computed_overall
    UNION ALL
    SELECT period_type, period_date, -image_count, -total_tasks, -successful_tasks, -failed_tasks, -total_tokens_used,
      -total_credits_deducted, -total_generation_time_ms, -timed_tasks, -completed_generation_time_ms, -images_size,
      -canceled_tasks, -total_cost
    FROM task_record.overall_statistics
    UNION ALL
    SELECT period_type, period_date, -image_count, -total_tasks, -successful_tasks, -failed_tasks, -total_tokens_used,
      -total_credits_deducted, -total_generation_time_ms, -timed_tasks, -completed_generation_time_ms, -images_size,
      -canceled_tasks, -total_cost
    FROM task_record.overall_changes, LATERAL (SELECT day::timestamp AS time) AS local, LATERAL (VALUES
      ('day', day), ('week', date_trunc('week', time)::date), ('month', date_trunc('month', time)::date),
      ('all_time', date '1970-01-01')
    ) AS period (period_type, period_date)
  ) AS difference
  GROUP BY period_type, period_date
) AS difference
WHERE image_count <> 0 OR total_tasks <> 0 OR successful_tasks <> 0 OR failed_tasks <> 0 OR total_tokens_used <> 0
  OR total_credits_deducted <> 0 OR total_generation_time_ms <> 0 OR timed_tasks <> 0
  OR completed_generation_time_ms <> 0 OR images_size <> 0 OR canceled_tasks <> 0 OR total_cost <> 0;
GRANT SELECT ON task_record.drifted_overall TO service_role;
