-- Creates a board for the caller, who may be a member of 1,000. A repeated call changes nothing.
CREATE OR REPLACE FUNCTION task_record.create_board(given_id uuid, given_name text, given_description text)
RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('task_record boards'), hashtext(auth.uid()::text));
  IF EXISTS (SELECT FROM task_record.boards WHERE id = given_id) THEN
    IF NOT EXISTS (
      SELECT FROM task_record.boards
      WHERE id = given_id AND user_id = auth.uid() AND (name, description) = (given_name, given_description)
    ) THEN
      PERFORM task_record.refuse_board('id taken', given_id::text);
    END IF;
    RETURN given_id;
  END IF;
  PERFORM task_record.refuse_boards_of(auth.uid());
  INSERT INTO task_record.boards (id, user_id, name, description)
  VALUES (given_id, auth.uid(), given_name, given_description);
  INSERT INTO task_record.board_members (board_id, user_id, role) VALUES (given_id, auth.uid(), 'owner');
  RETURN given_id;
END $$;
REVOKE ALL ON FUNCTION task_record.create_board FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.create_board TO authenticated, service_role;
