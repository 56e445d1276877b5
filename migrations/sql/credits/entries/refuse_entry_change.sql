-- An entry is never changed while its user's account exists.
CREATE OR REPLACE FUNCTION task_record.refuse_entry_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM task_record.credit_accounts WHERE user_id = OLD.user_id) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'entries of credits are neither changed nor removed; post another that makes up for it';
END $$;
REVOKE ALL ON FUNCTION task_record.refuse_entry_change FROM PUBLIC;

CREATE TRIGGER refuse_entry_change BEFORE UPDATE OR DELETE ON task_record.credit_entries
  FOR EACH ROW EXECUTE FUNCTION task_record.refuse_entry_change();

CREATE TRIGGER refuse_entry_truncate BEFORE TRUNCATE ON task_record.credit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION task_record.refuse_entry_change();
