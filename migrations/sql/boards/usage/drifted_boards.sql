-- Derived from models/statistics/counted.py and migrations/derived/templates: change that, and run `python -m migrations.derived`.
-- For each wrong total of a member's tasks on a board, of all time (`month` null) or of a month, the amount by which it
-- is too low.
CREATE OR REPLACE VIEW task_record.drifted_boards AS
SELECT board_id, user_id, month, sum(task_count)::integer AS task_count,
  sum(completed_tasks)::integer AS completed_tasks, sum(failed_tasks)::integer AS failed_tasks,
  sum(tokens_used)::bigint AS tokens_used, sum(credits_deducted)::bigint AS credits_deducted, sum(cost)::numeric AS cost
FROM (
  SELECT placed.board_id, placed.user_id, counts.*
  FROM task_record.board_tasks AS placed JOIN public.user_task_history AS task ON task.id = placed.task_id,
    LATERAL task_record.counts_on_boards(task, 1) AS counts
  UNION ALL
  SELECT board_id, user_id, kept.month, -task_count, -completed_tasks, -failed_tasks, -tokens_used, -credits_deducted,
    -cost
  FROM (
    SELECT board_id, user_id, NULL::date AS month, task_count, completed_tasks, failed_tasks, tokens_used,
      credits_deducted, cost
    FROM task_record.board_usage
    UNION ALL
    SELECT * FROM task_record.board_months
  ) AS kept
) AS difference
GROUP BY board_id, user_id, month
HAVING sum(task_count) <> 0 OR sum(completed_tasks) <> 0 OR sum(failed_tasks) <> 0 OR sum(tokens_used) <> 0
  OR sum(credits_deducted) <> 0 OR sum(cost) <> 0;
GRANT SELECT ON task_record.drifted_boards TO service_role;
