-- Refuses a further board to a user who is a member of as many as allowed.
CREATE OR REPLACE FUNCTION task_record.refuse_boards_of(of_user uuid) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF (SELECT count(*) FROM task_record.board_members WHERE user_id = of_user) >= 1000 THEN
    PERFORM task_record.refuse_board('boards', '1000');
  END IF;
END $$;
REVOKE ALL ON FUNCTION task_record.refuse_boards_of FROM PUBLIC;
