-- For each wrong total over all users, the amount by which it is too low, with changes that are not counted yet.
CREATE OR REPLACE VIEW task_record.drifted_overall AS
SELECT * FROM (
  SELECT period_type, period_date,
    [[overall_statistics: sum({column}) AS {column}]]
  FROM (
    SELECT period_type, period_date, [[overall_statistics: {column}]]
    FROM task_record.computed_overall
    UNION ALL
    SELECT period_type, period_date, [[overall_statistics: -{column}]]
    FROM task_record.overall_statistics
    UNION ALL
    SELECT period_type, period_date, [[overall_statistics: -{column}]]
    FROM task_record.overall_changes, LATERAL (SELECT day::timestamp AS time) AS local, LATERAL (VALUES
      ('day', day), ('week', date_trunc('week', time)::date), ('month', date_trunc('month', time)::date),
      ('all_time', date '1970-01-01')
    ) AS period (period_type, period_date)
  ) AS difference
  GROUP BY period_type, period_date
) AS difference
WHERE [[overall_statistics OR: {column} <> 0]];
GRANT SELECT ON task_record.drifted_overall TO service_role;
