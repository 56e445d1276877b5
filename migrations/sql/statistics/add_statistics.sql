-- Derived from models/statistics/counted.py and migrations/derived/templates: change that, and run `python -m migrations.derived`.
-- Adds the amounts of users' tasks, by day, to the totals of the periods of these days, except those that are `counted`
-- already. A user's totals of all time are locked first, and users in their order.
CREATE OR REPLACE FUNCTION task_record.add_statistics(
  changes task_record.overall_changes[], counted text[] DEFAULT '{}'
) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.user_task_statistics AS kept (user_id, period_type, period_date, total_tasks, successful_tasks,
    failed_tasks, total_tokens_used, total_credits_deducted, total_generation_time_ms, timed_tasks,
    completed_generation_time_ms, images_size, canceled_tasks, total_cost)
  SELECT user_id, period.type, period.start, sum(total_tasks), sum(successful_tasks), sum(failed_tasks),
    sum(total_tokens_used), sum(total_credits_deducted), sum(total_generation_time_ms), sum(timed_tasks),
    sum(completed_generation_time_ms), sum(images_size), sum(canceled_tasks), sum(total_cost)
  FROM unnest(changes) AS change, LATERAL (VALUES ('all_time', date '1970-01-01'), ('day', change.day),
    ('month', date_trunc('month', change.day)::date), ('week', date_trunc('week', change.day)::date)
  ) AS period (type, start)
  WHERE period.type <> ALL (counted)
  GROUP BY user_id, period.type, period.start
  ORDER BY user_id, period.type, period.start
  ON CONFLICT (user_id, period_type, period_date) DO UPDATE SET updated_at = now(),
    total_tasks = kept.total_tasks + excluded.total_tasks,
    successful_tasks = kept.successful_tasks + excluded.successful_tasks,
    failed_tasks = kept.failed_tasks + excluded.failed_tasks,
    total_tokens_used = kept.total_tokens_used + excluded.total_tokens_used,
    total_credits_deducted = kept.total_credits_deducted + excluded.total_credits_deducted,
    total_generation_time_ms = kept.total_generation_time_ms + excluded.total_generation_time_ms,
    timed_tasks = kept.timed_tasks + excluded.timed_tasks,
    completed_generation_time_ms = kept.completed_generation_time_ms + excluded.completed_generation_time_ms,
    images_size = kept.images_size + excluded.images_size,
    canceled_tasks = kept.canceled_tasks + excluded.canceled_tasks,
    total_cost = kept.total_cost + excluded.total_cost;
END $$;
REVOKE ALL ON FUNCTION task_record.add_statistics FROM PUBLIC;
