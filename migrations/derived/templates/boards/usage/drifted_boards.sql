-- For each wrong total of a member's tasks on a board, of all time (`month` null) or of a month, the amount by which it
-- is too low.
CREATE OR REPLACE VIEW task_record.drifted_boards AS
SELECT board_id, user_id, month, [[board_usage: sum({column})::{kind} AS {column}]]
FROM (
  SELECT placed.board_id, placed.user_id, counts.*
  FROM task_record.board_tasks AS placed JOIN public.user_task_history AS task ON task.id = placed.task_id,
    LATERAL task_record.counts_on_boards(task, 1) AS counts
  UNION ALL
  SELECT board_id, user_id, kept.month, [[board_usage: -{column}]]
  FROM (
    SELECT board_id, user_id, NULL::date AS month, [[board_usage: {column}]]
    FROM task_record.board_usage
    UNION ALL
    SELECT * FROM task_record.board_months
  ) AS kept
) AS difference
GROUP BY board_id, user_id, month
HAVING [[board_usage OR: sum({column}) <> 0]];
GRANT SELECT ON task_record.drifted_boards TO service_role;
