-- Deletes a board; its tasks remain.
CREATE OR REPLACE FUNCTION task_record.delete_board(of_board uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM task_record.lock_board(of_board, 'owner');
  DELETE FROM task_record.boards WHERE id = of_board;
  RETURN of_board;
END $$;
REVOKE ALL ON FUNCTION task_record.delete_board FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.delete_board TO authenticated, service_role;
