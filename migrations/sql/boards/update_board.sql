-- Changes the given properties of a board: its name, its description, the task on it whose picture represents it.
CREATE OR REPLACE FUNCTION task_record.update_board(of_board uuid, new_name text, new_description text, new_cover uuid)
RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM task_record.lock_board(of_board, 'owner');
  IF new_cover IS NOT NULL AND NOT EXISTS (
    SELECT FROM task_record.board_tasks JOIN public.user_task_history AS task ON task.id = task_id
    WHERE board_id = of_board AND task_id = new_cover AND trashed_at IS NULL AND deleted_at IS NULL
  ) THEN
    PERFORM task_record.refuse_board('no cover');
  END IF;
  UPDATE task_record.boards SET updated_at = greatest(now(), updated_at), name = coalesce(new_name, name),
    description = coalesce(new_description, description), cover_task_id = coalesce(new_cover, cover_task_id)
  WHERE id = of_board;
  RETURN of_board;
END $$;
REVOKE ALL ON FUNCTION task_record.update_board FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.update_board TO authenticated, service_role;
