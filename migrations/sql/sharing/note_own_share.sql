-- Records in the audit what users do with their own links. A caller that acts for them, as service_role, records it
-- itself.
CREATE OR REPLACE FUNCTION task_record.note_own_share() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO task_record.audit_entries (actor_id, action, user_id, count, detail)
  VALUES (NEW.user_id, 'share', NEW.user_id, 1,
    format('%s %s', CASE WHEN TG_OP = 'INSERT' THEN 'made' ELSE 'ended' END, NEW.id));
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.note_own_share FROM PUBLIC;

CREATE TRIGGER note_own_share AFTER INSERT ON task_record.share_links FOR EACH ROW
  WHEN (current_user = 'authenticated') EXECUTE FUNCTION task_record.note_own_share();

CREATE TRIGGER note_own_share_ended AFTER UPDATE OF revoked_at ON task_record.share_links FOR EACH ROW
  WHEN (current_user = 'authenticated' AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at)
  EXECUTE FUNCTION task_record.note_own_share();
