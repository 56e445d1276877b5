-- Adds the amounts of users' tasks, by day, to the totals of the periods of these days, except those that are `counted`
-- already. A user's totals of all time are locked first, and users in their order.
CREATE OR REPLACE FUNCTION task_record.add_statistics(
  changes task_record.overall_changes[], counted text[] DEFAULT '{}'
) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.user_task_statistics AS kept (user_id, period_type, period_date, [[user_task_statistics: {column}]])
  SELECT user_id, period.type, period.start, [[user_task_statistics: sum({column})]]
  FROM unnest(changes) AS change, LATERAL (VALUES ('all_time', date '1970-01-01'), ('day', change.day),
    ('month', date_trunc('month', change.day)::date), ('week', date_trunc('week', change.day)::date)
  ) AS period (type, start)
  WHERE period.type <> ALL (counted)
  GROUP BY user_id, period.type, period.start
  ORDER BY user_id, period.type, period.start
  ON CONFLICT (user_id, period_type, period_date) DO UPDATE SET updated_at = now(),
    [[user_task_statistics: {column} = kept.{column} + excluded.{column}]];
END $$;
REVOKE ALL ON FUNCTION task_record.add_statistics FROM PUBLIC;
