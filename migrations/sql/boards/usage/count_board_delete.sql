-- Removes tasks from their boards when their rows are deleted, with their user or by plain SQL.
CREATE OR REPLACE FUNCTION task_record.count_board_delete() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  changes task_record.board_months[];
BEGIN
  WITH gone AS (
    DELETE FROM task_record.board_tasks USING old_tasks WHERE task_id = id RETURNING board_tasks.*
  )
  SELECT array_agg(ROW(gone.board_id, gone.user_id, counts.*)::task_record.board_months) INTO changes
  FROM gone JOIN old_tasks AS task ON task.id = gone.task_id,
    LATERAL task_record.counts_on_boards(task::public.user_task_history, -1) AS counts;
  IF changes IS NOT NULL THEN
    PERFORM task_record.add_board_counts(changes);
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.count_board_delete FROM PUBLIC;

CREATE TRIGGER count_board_delete AFTER DELETE ON public.user_task_history
  REFERENCING OLD TABLE AS old_tasks FOR EACH STATEMENT EXECUTE FUNCTION task_record.count_board_delete();
