-- Derived from models/statistics/counted.py and migrations/derived/templates: change that, and run `python -m migrations.derived`.
-- Adds changes to the totals of boards. The rows of all time exist while their members have tasks on the board, and are
-- locked in their order. The rows of months are written while these are locked, and deleted with them.
CREATE OR REPLACE FUNCTION task_record.add_board_counts(changes task_record.board_months[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  sums CONSTANT task_record.board_months[] := (
    SELECT array_agg(ROW(added.*)::task_record.board_months) FROM (
      SELECT board_id, user_id, month, sum(task_count) AS task_count, sum(completed_tasks) AS completed_tasks,
        sum(failed_tasks) AS failed_tasks, sum(tokens_used) AS tokens_used, sum(credits_deducted) AS credits_deducted,
        sum(cost) AS cost
      FROM unnest(changes) GROUP BY board_id, user_id, month
    ) AS added
    WHERE task_count <> 0 OR completed_tasks <> 0 OR failed_tasks <> 0 OR tokens_used <> 0 OR credits_deducted <> 0
      OR cost <> 0
  );
BEGIN
  IF sums IS NULL THEN
    RETURN;
  END IF;
  PERFORM FROM task_record.board_usage WHERE (board_id, user_id) IN (SELECT board_id, user_id FROM unnest(sums))
  ORDER BY board_id, user_id FOR NO KEY UPDATE;
  UPDATE task_record.board_usage AS kept SET
    task_count = kept.task_count + added.task_count,
    completed_tasks = kept.completed_tasks + added.completed_tasks,
    failed_tasks = kept.failed_tasks + added.failed_tasks,
    tokens_used = kept.tokens_used + added.tokens_used,
    credits_deducted = kept.credits_deducted + added.credits_deducted,
    cost = kept.cost + added.cost
  FROM unnest(sums) AS added
  WHERE added.month IS NULL AND kept.board_id = added.board_id AND kept.user_id = added.user_id;
  INSERT INTO task_record.board_months AS kept
  SELECT added.* FROM unnest(sums) AS added JOIN task_record.board_usage USING (board_id, user_id)
  WHERE added.month IS NOT NULL
  ON CONFLICT (board_id, user_id, month) DO UPDATE SET
    task_count = kept.task_count + excluded.task_count,
    completed_tasks = kept.completed_tasks + excluded.completed_tasks,
    failed_tasks = kept.failed_tasks + excluded.failed_tasks,
    tokens_used = kept.tokens_used + excluded.tokens_used,
    credits_deducted = kept.credits_deducted + excluded.credits_deducted,
    cost = kept.cost + excluded.cost;
END $$;
REVOKE ALL ON FUNCTION task_record.add_board_counts FROM PUBLIC;
