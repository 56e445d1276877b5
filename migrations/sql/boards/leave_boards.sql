-- When members leave a board, deletes their tasks on it, links and invitations, including the one by which they joined.
-- A board without an owner is deleted.
CREATE OR REPLACE FUNCTION task_record.leave_boards() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  DELETE FROM task_record.board_tasks AS one USING old_members
  WHERE one.board_id = old_members.board_id AND one.user_id = old_members.user_id;
  DELETE FROM task_record.board_usage AS one USING old_members
  WHERE one.board_id = old_members.board_id AND one.user_id = old_members.user_id;
  DELETE FROM task_record.board_invitations AS one USING old_members
  WHERE one.board_id = old_members.board_id AND old_members.user_id IN (one.user_id, one.taken_by);
  DELETE FROM task_record.share_links AS one USING old_members
  WHERE one.board_id = old_members.board_id AND one.user_id = old_members.user_id;
  PERFORM task_record.pass_boards((SELECT array_agg(board_id) FROM old_members));
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.leave_boards FROM PUBLIC;

CREATE TRIGGER leave_boards AFTER DELETE ON task_record.board_members
  REFERENCING OLD TABLE AS old_members FOR EACH STATEMENT EXECUTE FUNCTION task_record.leave_boards();
