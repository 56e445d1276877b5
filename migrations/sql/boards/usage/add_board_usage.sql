-- Adds changes to what is counted of boards, whose rows are there as long as their members have tasks on them. Several
-- rows are locked in their order.
CREATE OR REPLACE FUNCTION task_record.add_board_usage(changes task_record.board_usage[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM FROM task_record.board_usage WHERE (board_id, user_id) IN (SELECT board_id, user_id FROM unnest(changes))
  ORDER BY board_id, user_id FOR NO KEY UPDATE;
  UPDATE task_record.board_usage AS kept SET
    task_count = kept.task_count + added.task_count,
    completed_tasks = kept.completed_tasks + added.completed_tasks,
    failed_tasks = kept.failed_tasks + added.failed_tasks,
    tokens_used = kept.tokens_used + added.tokens_used,
    credits_deducted = kept.credits_deducted + added.credits_deducted,
    cost = kept.cost + added.cost
  FROM (
    SELECT board_id, user_id, sum(task_count) AS task_count, sum(completed_tasks) AS completed_tasks,
      sum(failed_tasks) AS failed_tasks, sum(tokens_used) AS tokens_used, sum(credits_deducted) AS credits_deducted,
      sum(cost) AS cost
    FROM unnest(changes) GROUP BY board_id, user_id
  ) AS added
  WHERE kept.board_id = added.board_id AND kept.user_id = added.user_id;
END $$;
REVOKE ALL ON FUNCTION task_record.add_board_usage FROM PUBLIC;
