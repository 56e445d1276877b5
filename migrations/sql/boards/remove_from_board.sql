-- Removes tasks from a board: owners remove any task, others their own. A task that is not on it is ignored.
CREATE OR REPLACE FUNCTION task_record.remove_from_board(of_board uuid, task_ids uuid[]) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  its_role CONSTANT text := task_record.lock_board(of_board, 'owner', 'contributor', 'viewer');
  placed task_record.board_tasks[];
BEGIN
  SELECT array_agg(ROW(one.*)::task_record.board_tasks) INTO placed
  FROM task_record.board_tasks AS one WHERE board_id = of_board AND task_id = ANY (task_ids);
  IF (its_role <> 'owner' AND EXISTS (SELECT FROM unnest(placed) WHERE user_id <> auth.uid()))
    OR (its_role = 'viewer' AND placed IS NULL)
  THEN
    PERFORM task_record.refuse_board('role too low', its_role);
  END IF;
  IF placed IS NULL THEN
    RETURN of_board;
  END IF;
  PERFORM FROM public.user_task_history WHERE id = ANY (task_ids) ORDER BY id FOR SHARE;
  WITH gone AS (
    DELETE FROM task_record.board_tasks WHERE board_id = of_board AND task_id = ANY (task_ids) RETURNING board_tasks.*
  ) SELECT array_agg(ROW(gone.*)::task_record.board_tasks) INTO placed FROM gone;
  PERFORM task_record.count_placed(placed, -1);
  UPDATE task_record.boards SET updated_at = greatest(now(), updated_at) WHERE id = of_board;
  RETURN of_board;
END $$;
REVOKE ALL ON FUNCTION task_record.remove_from_board FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.remove_from_board TO authenticated, service_role;
