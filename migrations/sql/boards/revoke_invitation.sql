-- Ends an invitation now, and returns its board. Its row remains for a day, so that the call can be repeated.
CREATE OR REPLACE FUNCTION task_record.revoke_invitation(of_id uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  of_board CONSTANT uuid := (SELECT board_id FROM task_record.board_invitations WHERE id = of_id);
BEGIN
  IF of_board IS NULL OR task_record.board_role(of_board) IS NULL THEN
    PERFORM task_record.refuse_board('no invitation');
  END IF;
  PERFORM task_record.lock_board(of_board, 'owner');
  UPDATE task_record.board_invitations SET expires_at = now() WHERE id = of_id AND expires_at > now();
  RETURN of_board;
END $$;
REVOKE ALL ON FUNCTION task_record.revoke_invitation FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.revoke_invitation TO authenticated, service_role;
