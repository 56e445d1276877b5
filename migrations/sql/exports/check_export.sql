-- Prevents users from preparing, in their own SQL, an export of another user, or one that does not expire.
CREATE OR REPLACE FUNCTION task_record.check_export() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF NEW.asked_by <> NEW.user_id OR NEW.expires_at > now() + interval '10 minutes' THEN
    PERFORM task_record.refuse('an export must belong to the user who requests it, and expire in ten minutes');
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER check_export AFTER INSERT ON task_record.exports FOR EACH ROW
  WHEN (current_user = 'authenticated') EXECUTE FUNCTION task_record.check_export();
