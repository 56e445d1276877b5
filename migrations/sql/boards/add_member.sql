-- Adds a member to a locked board, unless it has the most members allowed.
CREATE OR REPLACE FUNCTION task_record.add_member(of_board uuid, of_user uuid, as_role text) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF (SELECT count(*) FROM task_record.board_members WHERE board_id = of_board) >= 200 THEN
    PERFORM task_record.refuse_board('members', '200');
  END IF;
  INSERT INTO task_record.board_members (board_id, user_id, role) VALUES (of_board, of_user, as_role);
END $$;
REVOKE ALL ON FUNCTION task_record.add_member FROM PUBLIC;
