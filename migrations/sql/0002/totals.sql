-- {changes}: rows of user_task_history, each with a `sign`: 1 where it counts, -1 where it no longer does.
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
  sum(sign * (coalesce(original_size, 0)::bigint + coalesce(generated_size, 0))) AS images_size
FROM ({changes}) AS changed, LATERAL task_record.periods(changed.created_at) AS period
GROUP BY changed.user_id, period.period_type, period.period_date
