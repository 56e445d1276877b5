-- The day, week and month of an instant, in the time zone of the statistics, and all time: a task counts for each.
CREATE OR REPLACE FUNCTION task_record.periods(
  instant timestamp with time zone
) RETURNS TABLE(period_type text, period_date date)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT period.type, period.date
  FROM (SELECT instant AT TIME ZONE task_record.time_zone() AS time) AS local, LATERAL (VALUES
    ('day', local.time::date),
    ('week', date_trunc('week', local.time)::date),
    ('month', date_trunc('month', local.time)::date),
    ('all_time', date '1970-01-01')
  ) AS period (type, date)
$$;
