-- Ends a link to a board that another owner has created, for the token's user, who is also an owner.
CREATE OR REPLACE FUNCTION task_record.revoke_board_link(of_link uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  maker CONSTANT uuid := (SELECT user_id FROM task_record.share_links WHERE id = of_link AND EXISTS (
    SELECT FROM task_record.board_members AS member
    WHERE member.board_id = share_links.board_id AND member.user_id = auth.uid() AND role = 'owner'
  ));
BEGIN
  UPDATE task_record.share_links SET revoked_at = now() WHERE id = of_link AND maker IS NOT NULL AND revoked_at IS NULL;
  IF FOUND THEN
    INSERT INTO task_record.audit_entries (actor_id, action, user_id, count, detail)
    VALUES (auth.uid(), 'share', maker, 1, format('ended %s', of_link));
  END IF;
  RETURN maker IS NOT NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.revoke_board_link FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.revoke_board_link TO authenticated;
