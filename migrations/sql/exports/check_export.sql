-- Keeps users from preparing, past the server, an export of another user or one that lasts.
CREATE OR REPLACE FUNCTION task_record.check_export() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF NEW.asked_by <> NEW.user_id OR NEW.expires_at > now() + interval '10 minutes' THEN
    PERFORM task_record.refuse('an export is of who asks for it, for ten minutes');
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER check_export AFTER INSERT ON task_record.exports FOR EACH ROW
  WHEN (current_user = 'authenticated') EXECUTE FUNCTION task_record.check_export();
