-- Locks a board, so that its members, tasks and counts change in one transaction at a time, and returns the caller's
-- role. Boards are locked first, then tasks, then usage. Refuses anyone else, without revealing that the board exists,
-- and members whose role is not in `allowed`.
CREATE OR REPLACE FUNCTION task_record.lock_board(of_board uuid, VARIADIC allowed text[]) RETURNS text
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  its_role text := task_record.board_role(of_board);
BEGIN
  IF its_role IS NOT NULL THEN
    PERFORM FROM task_record.boards WHERE id = of_board FOR UPDATE;
    its_role := task_record.board_role(of_board);
  END IF;
  IF its_role IS NULL THEN
    PERFORM task_record.refuse_board('no board');
  ELSIF its_role <> ALL (allowed) THEN
    PERFORM task_record.refuse_board('role too low', its_role);
  END IF;
  RETURN its_role;
END $$;
REVOKE ALL ON FUNCTION task_record.lock_board FROM PUBLIC;
