-- Derived from models/statistics/counted.py and migrations/derived/templates: change that, and run `python -m migrations.derived`.
-- Adds the amounts of one task, or their differences from before, to its user's totals and usage, and to the changes of
-- the totals over all users. Rows are looked up by key, and usually exist. Returns false when usage remains to be
-- counted: the model is not known on that day yet, or has changed and is null.
--
-- A user's totals of all time are locked first, which excludes other counts for the user until the transaction ends.
-- Other rows are locked in the order of VALUES.
CREATE OR REPLACE FUNCTION task_record.count_one(
  change task_record.overall_changes, local_time timestamp, model text, kind text, buckets bigint[]
) RETURNS boolean
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  periods_found text[];
  hours_found smallint[];
BEGIN
  IF (change.image_count, change.total_tasks, change.successful_tasks, change.failed_tasks, change.total_tokens_used,
    change.total_credits_deducted, change.total_generation_time_ms, change.timed_tasks,
    change.completed_generation_time_ms, change.images_size, change.canceled_tasks, change.total_cost)
    IS DISTINCT FROM (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
  THEN
    INSERT INTO task_record.overall_changes SELECT change.*;
    WITH found AS (
      UPDATE public.user_task_statistics AS kept SET updated_at = now(),
        total_tasks = kept.total_tasks + change.total_tasks,
        successful_tasks = kept.successful_tasks + change.successful_tasks,
        failed_tasks = kept.failed_tasks + change.failed_tasks,
        total_tokens_used = kept.total_tokens_used + change.total_tokens_used,
        total_credits_deducted = kept.total_credits_deducted + change.total_credits_deducted,
        total_generation_time_ms = kept.total_generation_time_ms + change.total_generation_time_ms,
        timed_tasks = kept.timed_tasks + change.timed_tasks,
        completed_generation_time_ms = kept.completed_generation_time_ms + change.completed_generation_time_ms,
        images_size = kept.images_size + change.images_size,
        canceled_tasks = kept.canceled_tasks + change.canceled_tasks,
        total_cost = kept.total_cost + change.total_cost
      FROM (VALUES ('all_time', date '1970-01-01'), ('day', change.day),
        ('month', date_trunc('month', local_time)::date), ('week', date_trunc('week', local_time)::date)
      ) AS period (type, start)
      WHERE kept.user_id = change.user_id AND kept.period_type = period.type AND kept.period_date = period.start
      RETURNING kept.period_type
    )
    SELECT ARRAY(SELECT period_type FROM found) INTO periods_found;
    IF cardinality(periods_found) < 4 THEN
      PERFORM task_record.add_statistics(ARRAY[change], periods_found);
    END IF;
  ELSIF model IS NULL THEN
    PERFORM FROM public.user_task_statistics WHERE user_id = change.user_id AND period_type = 'all_time' FOR UPDATE;
  END IF;
  IF model IS NULL THEN
    RETURN false;
  END IF;
  IF (change.total_tasks, change.successful_tasks, change.failed_tasks, change.total_tokens_used,
    change.total_credits_deducted, buckets, change.canceled_tasks, change.total_cost)
    IS NOT DISTINCT FROM (0, 0, 0, 0, 0, '{}'::bigint[], 0, 0)
  THEN
    RETURN true;
  END IF;
  WITH found AS (
    UPDATE task_record.user_task_usage AS kept SET
      total_tasks = kept.total_tasks + change.total_tasks,
      successful_tasks = kept.successful_tasks + change.successful_tasks,
      failed_tasks = kept.failed_tasks + change.failed_tasks,
      tokens_used = kept.tokens_used + change.total_tokens_used,
      credits_deducted = kept.credits_deducted + change.total_credits_deducted,
      durations = CASE WHEN buckets = '{}' THEN kept.durations
        ELSE task_record.merge_durations(kept.durations || buckets) END,
      canceled_tasks = kept.canceled_tasks + change.canceled_tasks,
      cost = kept.cost + change.total_cost
    FROM (VALUES (-1::smallint), (date_part('hour', local_time)::smallint)) AS part (hour)
    WHERE kept.user_id = change.user_id AND kept.hour = part.hour AND kept.day = change.day
      AND kept.model_version = model AND kept.task_type = kind
    RETURNING kept.hour
  )
  SELECT ARRAY(SELECT hour FROM found) INTO hours_found;
  IF cardinality(hours_found) = 1 THEN -- so its model is known
    PERFORM task_record.add_usage(array_agg(ROW(change.user_id, part.hour, change.day, model, kind, change.total_tasks,
      change.successful_tasks, change.failed_tasks, change.total_tokens_used, change.total_credits_deducted,
      task_record.merge_durations(buckets), change.canceled_tasks, change.total_cost)::task_record.user_task_usage))
    FROM (VALUES (-1::smallint), (date_part('hour', local_time)::smallint)) AS part (hour)
    WHERE part.hour <> ALL (hours_found);
  END IF;
  RETURN cardinality(hours_found) > 0;
END $$;
REVOKE ALL ON FUNCTION task_record.count_one FROM PUBLIC;
