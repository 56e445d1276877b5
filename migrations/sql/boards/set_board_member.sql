-- Changes a member's role, or with null removes the member, with their tasks and invitations. Owners change any member,
-- and members remove themselves. A back end also adds members. A board always has an owner.
CREATE OR REPLACE FUNCTION task_record.set_board_member(of_board uuid, of_user uuid, new_role text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  acting CONSTANT text := task_record.lock_board(of_board, 'owner', 'contributor', 'viewer');
  its_role CONSTANT text := (
    SELECT role FROM task_record.board_members WHERE board_id = of_board AND user_id = of_user
  );
BEGIN
  IF acting <> 'owner' AND (of_user <> auth.uid() OR new_role IS NOT NULL) THEN
    PERFORM task_record.refuse_board('role too low', acting);
  ELSIF its_role IS NULL AND new_role IS NULL THEN
    RETURN of_board;
  ELSIF its_role IS NULL THEN
    IF current_setting('role') <> 'service_role' THEN
      PERFORM task_record.refuse_board('no member');
    END IF;
    PERFORM task_record.refuse_boards_of(of_user);
    PERFORM task_record.add_member(of_board, of_user, new_role);
  ELSIF its_role = 'owner' AND new_role IS DISTINCT FROM 'owner' AND NOT EXISTS (
    SELECT FROM task_record.board_members WHERE board_id = of_board AND role = 'owner' AND user_id <> of_user
  ) THEN
    PERFORM task_record.refuse_board('last owner', of_board::text);
  ELSIF new_role IS NULL THEN
    -- First, so that end_ownership ends and records the links of an owner, which leave_boards deletes.
    UPDATE task_record.board_members SET role = 'viewer'
    WHERE board_id = of_board AND user_id = of_user AND role = 'owner';
    DELETE FROM task_record.board_members WHERE board_id = of_board AND user_id = of_user;
  ELSE
    UPDATE task_record.board_members SET role = new_role WHERE board_id = of_board AND user_id = of_user;
    PERFORM task_record.pass_boards(ARRAY[of_board]);
  END IF;
  UPDATE task_record.boards SET updated_at = greatest(now(), updated_at) WHERE id = of_board;
  RETURN of_board;
END $$;
REVOKE ALL ON FUNCTION task_record.set_board_member FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.set_board_member TO authenticated, service_role;
