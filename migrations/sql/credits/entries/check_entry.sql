-- At the end of a transaction, verifies that each entry follows from the one before it.
CREATE OR REPLACE FUNCTION task_record.check_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM (SELECT) AS one LEFT JOIN task_record.credit_entries AS before
      ON before.user_id = NEW.user_id AND before.number = NEW.number - 1
    WHERE NEW.available = coalesce(before.available, 0) + NEW.to_available
      AND NEW.held = coalesce(before.held, 0) + NEW.to_held
      AND (before.number IS NOT NULL OR NEW.number = 1)
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'check_entry',
      MESSAGE = format('entry %s of credits of %s does not follow from the one before', NEW.number, NEW.user_id);
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.check_entry FROM PUBLIC;

CREATE CONSTRAINT TRIGGER check_entry AFTER INSERT ON task_record.credit_entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION task_record.check_entry();
