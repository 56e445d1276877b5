-- Ends the invitations and links that a user has made as owner, when that role ends, and records each link in the audit.
-- Otherwise an invitation would let the user back in, and a link would show the board once they are an owner again.
CREATE OR REPLACE FUNCTION task_record.end_ownership() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  UPDATE task_record.board_invitations SET expires_at = now()
  WHERE board_id = NEW.board_id AND user_id = NEW.user_id AND expires_at > now();
  WITH ended AS (
    UPDATE task_record.share_links SET revoked_at = now()
    WHERE board_id = NEW.board_id AND user_id = NEW.user_id AND revoked_at IS NULL RETURNING id
  )
  INSERT INTO task_record.audit_entries (actor_id, action, user_id, count, detail)
  SELECT auth.uid(), 'share', NEW.user_id, 1, format('ended %s', id) FROM ended;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.end_ownership FROM PUBLIC;

CREATE TRIGGER end_ownership AFTER UPDATE OF role ON task_record.board_members FOR EACH ROW
  WHEN (OLD.role = 'owner' AND NEW.role <> 'owner') EXECUTE FUNCTION task_record.end_ownership();
