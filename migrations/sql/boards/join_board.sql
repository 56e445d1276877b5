-- Makes the caller a member by an invitation, which ends, and returns the board. A board may have 200 members. The
-- member who used the invitation may repeat the call. A member's role is never lowered, and an invitation that would
-- not change it stays open.
CREATE OR REPLACE FUNCTION task_record.join_board(digest text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  given record;
  its_role text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('task_record boards'), hashtext(auth.uid()::text));
  PERFORM FROM task_record.boards
  WHERE id = (SELECT board_id FROM task_record.board_invitations WHERE secret_sha256 = digest) FOR UPDATE;
  SELECT * INTO given FROM task_record.board_invitations WHERE secret_sha256 = digest;
  SELECT role INTO its_role FROM task_record.board_members WHERE board_id = given.board_id AND user_id = auth.uid();
  IF given.taken_by = auth.uid() AND its_role IS NOT NULL THEN
    RETURN given.board_id;
  ELSIF given.id IS NULL OR given.expires_at <= clock_timestamp() THEN -- it may have ended while the lock was waited for
    PERFORM task_record.refuse_board('no such secret');
  ELSIF its_role IN ('owner', given.role, 'contributor') THEN
    RETURN given.board_id;
  ELSIF its_role IS NULL THEN
    PERFORM task_record.refuse_boards_of(auth.uid());
    PERFORM task_record.add_member(given.board_id, auth.uid(), given.role);
  ELSE
    UPDATE task_record.board_members SET role = given.role WHERE board_id = given.board_id AND user_id = auth.uid();
  END IF;
  UPDATE task_record.board_invitations SET taken_by = auth.uid(), expires_at = now() WHERE id = given.id;
  UPDATE task_record.boards SET updated_at = greatest(now(), updated_at) WHERE id = given.board_id;
  RETURN given.board_id;
END $$;
REVOKE ALL ON FUNCTION task_record.join_board FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.join_board TO authenticated, service_role;
