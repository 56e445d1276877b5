-- Updates the counts of boards when their tasks change, and removes deleted tasks from them. If none of the tasks is on
-- a board, this costs one lookup.
CREATE OR REPLACE FUNCTION task_record.count_board_update() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET enable_seqscan = off AS $$
DECLARE
  changes task_record.board_months[];
BEGIN
  IF NOT EXISTS (SELECT FROM new_tasks JOIN task_record.board_tasks ON task_id = id) THEN
    RETURN NULL;
  END IF;
  SELECT array_agg(ROW(placed.board_id, placed.user_id, counts.*)::task_record.board_months) INTO changes
  FROM (
    SELECT id, task::public.user_task_history AS task, 1 AS sign FROM new_tasks AS task
    UNION ALL
    SELECT id, task::public.user_task_history, -1 FROM old_tasks AS task
  ) AS changed JOIN task_record.board_tasks AS placed ON task_id = id,
    LATERAL task_record.counts_on_boards(task, sign) AS counts;
  -- First, because the deletion of a board locks the board's tasks before their counts.
  DELETE FROM task_record.board_tasks USING new_tasks WHERE task_id = id AND new_tasks.deleted_at IS NOT NULL;
  PERFORM task_record.add_board_counts(changes);
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.count_board_update FROM PUBLIC;

CREATE TRIGGER count_board_update AFTER UPDATE ON public.user_task_history
  REFERENCING OLD TABLE AS old_tasks NEW TABLE AS new_tasks
  FOR EACH STATEMENT EXECUTE FUNCTION task_record.count_board_update();
