-- Creates an invitation to a board, and stores only the digest of its secret. A board may have 50 open ones. Returns
-- whether it is new: a repeated call with the same id changes nothing. Deletes invitations that ended a day ago. An
-- invitation by a back end belongs to the board's owner.
CREATE OR REPLACE FUNCTION task_record.invite_to_board(
  given_id uuid, of_board uuid, as_role text, digest text, until timestamp with time zone
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  known record;
BEGIN
  PERFORM task_record.lock_board(of_board, 'owner');
  SELECT * INTO known FROM task_record.board_invitations WHERE id = given_id;
  IF FOUND THEN
    IF known.board_id <> of_board OR known.role <> as_role THEN
      PERFORM task_record.refuse_board('invitation taken', given_id::text);
    END IF;
    RETURN false;
  END IF;
  DELETE FROM task_record.board_invitations WHERE board_id = of_board AND expires_at < now() - interval '1 day';
  IF (
    SELECT count(*) FROM task_record.board_invitations WHERE board_id = of_board AND expires_at > now()
  ) >= 50 THEN
    PERFORM task_record.refuse_board('invitations', '50');
  END IF;
  INSERT INTO task_record.board_invitations (id, board_id, user_id, role, secret_sha256, expires_at)
  SELECT given_id, of_board, CASE WHEN current_setting('role') = 'service_role' THEN user_id ELSE auth.uid() END,
    as_role, digest, until
  FROM task_record.boards WHERE id = of_board;
  RETURN true;
END $$;
REVOKE ALL ON FUNCTION task_record.invite_to_board FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.invite_to_board TO authenticated, service_role;
