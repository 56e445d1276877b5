-- Gives each board whose user is no longer an owner to the owner who has been a member for longest. A board without an
-- owner is deleted.
CREATE OR REPLACE FUNCTION task_record.pass_boards(ids uuid[]) RETURNS void
LANGUAGE sql SET search_path = '' AS $$
  DELETE FROM task_record.boards WHERE id = ANY (ids)
    AND NOT EXISTS (SELECT FROM task_record.board_members WHERE board_id = id AND role = 'owner');
  UPDATE task_record.boards AS board SET user_id = (
    SELECT member.user_id FROM task_record.board_members AS member WHERE board_id = id AND role = 'owner'
    ORDER BY joined_at, member.user_id LIMIT 1
  )
  WHERE id = ANY (ids) AND NOT EXISTS (
    SELECT FROM task_record.board_members AS member
    WHERE board_id = id AND role = 'owner' AND member.user_id = board.user_id
  );
$$;
REVOKE ALL ON FUNCTION task_record.pass_boards FROM PUBLIC;
