-- The caller's role on a board: that of a member, or owner for a back end; null for anyone else.
CREATE OR REPLACE FUNCTION task_record.board_role(of_board uuid) RETURNS text
LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT CASE WHEN current_setting('role') = 'service_role' THEN 'owner' ELSE (
    SELECT role FROM task_record.board_members WHERE board_id = of_board AND user_id = auth.uid()
  ) END
  FROM task_record.boards WHERE id = of_board
$$;
REVOKE ALL ON FUNCTION task_record.board_role FROM PUBLIC;
