-- Adds changes to the totals of boards. The rows of all time exist while their members have tasks on the board, and are
-- locked in their order. The rows of months are written while these are locked, and deleted with them.
CREATE OR REPLACE FUNCTION task_record.add_board_counts(changes task_record.board_months[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  sums CONSTANT task_record.board_months[] := (
    SELECT array_agg(ROW(added.*)::task_record.board_months) FROM (
      SELECT board_id, user_id, month, [[board_usage: sum({column}) AS {column}]]
      FROM unnest(changes) GROUP BY board_id, user_id, month
    ) AS added
    WHERE [[board_usage OR: {column} <> 0]]
  );
BEGIN
  IF sums IS NULL THEN
    RETURN;
  END IF;
  PERFORM FROM task_record.board_usage WHERE (board_id, user_id) IN (SELECT board_id, user_id FROM unnest(sums))
  ORDER BY board_id, user_id FOR NO KEY UPDATE;
  UPDATE task_record.board_usage AS kept SET
    [[board_usage: {column} = kept.{column} + added.{column}]]
  FROM unnest(sums) AS added
  WHERE added.month IS NULL AND kept.board_id = added.board_id AND kept.user_id = added.user_id;
  INSERT INTO task_record.board_months AS kept
  SELECT added.* FROM unnest(sums) AS added JOIN task_record.board_usage USING (board_id, user_id)
  WHERE added.month IS NOT NULL
  ON CONFLICT (board_id, user_id, month) DO UPDATE SET
    [[board_usage: {column} = kept.{column} + excluded.{column}]];
END $$;
REVOKE ALL ON FUNCTION task_record.add_board_counts FROM PUBLIC;
