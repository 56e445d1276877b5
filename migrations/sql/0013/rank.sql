INSERT INTO task_record.user_ranking
  (user_id, total_tasks, total_tokens_used, total_credits_deducted, images_size, last_task_at)
SELECT user_id, total_tasks, total_tokens_used, total_credits_deducted, images_size, (
  SELECT max(created_at) FROM public.user_task_history AS task
  WHERE task.user_id = changed.user_id AND deleted_at IS NULL
)
FROM (SELECT DISTINCT user_id FROM taken) AS changed JOIN public.user_task_statistics USING (user_id)
WHERE period_type = 'all_time' ORDER BY user_id
ON CONFLICT (user_id) DO UPDATE SET total_tasks = excluded.total_tasks, total_tokens_used = excluded.total_tokens_used,
  total_credits_deducted = excluded.total_credits_deducted, images_size = excluded.images_size,
  last_task_at = excluded.last_task_at
