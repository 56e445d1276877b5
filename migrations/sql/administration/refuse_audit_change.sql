-- An entry of the audit is never changed, not even by its owner. Only its note is removed, when its user is erased.
CREATE OR REPLACE FUNCTION task_record.refuse_audit_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    OLD.detail := '';
    IF NEW = OLD AND OLD.user_id IS NOT NULL AND OLD.action <> 'erase_user' THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'entries of the audit are neither changed nor removed';
END $$;
REVOKE ALL ON FUNCTION task_record.refuse_audit_change FROM PUBLIC;

CREATE TRIGGER refuse_audit_change BEFORE UPDATE OR DELETE ON task_record.audit_entries
  FOR EACH ROW EXECUTE FUNCTION task_record.refuse_audit_change();

CREATE TRIGGER refuse_audit_truncate BEFORE TRUNCATE ON task_record.audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION task_record.refuse_audit_change();
