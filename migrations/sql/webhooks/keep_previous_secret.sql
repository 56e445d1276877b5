-- Stores a replaced secret for a day. A user who sets a new secret need not have the right to read the old one.
CREATE OR REPLACE FUNCTION task_record.keep_previous_secret() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  NEW.previous_secret := OLD.secret;
  NEW.previous_secret_until := now() + interval '24 hours';
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION task_record.keep_previous_secret FROM PUBLIC;

CREATE TRIGGER keep_previous_secret BEFORE UPDATE OF secret ON task_record.webhooks
  FOR EACH ROW EXECUTE FUNCTION task_record.keep_previous_secret();
