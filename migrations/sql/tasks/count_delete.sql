-- Takes deleted rows from their users' totals and, by a change, from those over all users. Rows go when their user
-- goes, the totals with them: totals that are gone are not made again.
CREATE OR REPLACE FUNCTION task_record.count_delete() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
    BEGIN 
    WITH changed AS (
      SELECT * FROM (-- SELECT -1 AS sign, * FROM old_tasks: rows of user_task_history, each with a `sign`: 1 where it counts, -1 where it no longer does.
SELECT changed.user_id, period.period_type, period.period_date,
  sum(sign)::integer AS total_tasks,
  sum(sign * (status = 'completed')::integer)::integer AS successful_tasks,
  sum(sign * (status = 'failed')::integer)::integer AS failed_tasks,
  sum(sign * tokens_used::bigint) AS total_tokens_used,
  sum(sign * credits_deducted::bigint) AS total_credits_deducted,
  sum(sign * coalesce(generation_time_ms, 0)::bigint) AS total_generation_time_ms,
  sum(sign * (status = 'completed' AND generation_time_ms IS NOT NULL)::integer)::integer AS timed_tasks,
  sum(sign * CASE WHEN status = 'completed' THEN coalesce(generation_time_ms, 0) ELSE 0 END::bigint)
    AS completed_generation_time_ms,
  sum(sign * (coalesce(original_size, 0)::bigint + coalesce(generated_size, 0) + CASE WHEN more_images IS NULL THEN 0 ELSE task_record.size_of(more_images) END)) AS images_size, sum(sign * ((aws_original_key IS NOT NULL)::integer + (aws_generated_key IS NOT NULL)::integer
    + CASE WHEN more_images IS NULL THEN 0 ELSE jsonb_array_length(more_images) END))::integer AS image_count
FROM (SELECT -1 AS sign, * FROM old_tasks) AS changed, LATERAL task_record.periods(changed.created_at) AS period
GROUP BY changed.user_id, period.period_type, period.period_date
) AS totals WHERE image_count <> 0 OR total_tasks <> 0 OR successful_tasks <> 0 OR failed_tasks <> 0 OR total_tokens_used <> 0 OR total_credits_deducted <> 0 OR total_generation_time_ms <> 0 OR timed_tasks <> 0 OR completed_generation_time_ms <> 0 OR images_size <> 0 ORDER BY user_id, period_type, period_date
    ), noted AS (
      INSERT INTO task_record.overall_changes (user_id, day, image_count, total_tasks, successful_tasks, failed_tasks, total_tokens_used, total_credits_deducted, total_generation_time_ms, timed_tasks, completed_generation_time_ms, images_size)
      SELECT user_id, period_date, image_count, total_tasks, successful_tasks, failed_tasks, total_tokens_used, total_credits_deducted, total_generation_time_ms, timed_tasks, completed_generation_time_ms, images_size FROM changed WHERE period_type = 'day'
    ), gone AS (
      SELECT kept.id AS statistics_id, changed.total_tasks, changed.successful_tasks, changed.failed_tasks, changed.total_tokens_used, changed.total_credits_deducted, changed.total_generation_time_ms, changed.timed_tasks, changed.completed_generation_time_ms, changed.images_size FROM changed
      JOIN public.user_task_statistics AS kept USING (user_id, period_type, period_date)
      ORDER BY user_id, period_type, period_date FOR UPDATE OF kept
    )
    UPDATE public.user_task_statistics AS kept SET updated_at = now(), total_tasks = kept.total_tasks + gone.total_tasks, successful_tasks = kept.successful_tasks + gone.successful_tasks, failed_tasks = kept.failed_tasks + gone.failed_tasks, total_tokens_used = kept.total_tokens_used + gone.total_tokens_used, total_credits_deducted = kept.total_credits_deducted + gone.total_credits_deducted, total_generation_time_ms = kept.total_generation_time_ms + gone.total_generation_time_ms, timed_tasks = kept.timed_tasks + gone.timed_tasks, completed_generation_time_ms = kept.completed_generation_time_ms + gone.completed_generation_time_ms, images_size = kept.images_size + gone.images_size
    FROM gone WHERE kept.id = gone.statistics_id; RETURN NULL; END $$;
REVOKE ALL ON FUNCTION task_record.count_delete FROM PUBLIC;

CREATE TRIGGER count_delete AFTER DELETE ON public.user_task_history
  REFERENCING OLD TABLE AS old_tasks FOR EACH STATEMENT EXECUTE FUNCTION task_record.count_delete();
