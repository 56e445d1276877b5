-- Prevents users from announcing, in their own SQL, an upload of another time or without a size. Renewing an upload
-- sets its time to now.
CREATE OR REPLACE FUNCTION task_record.check_claim() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF NEW.created_at > now() OR NEW.size < 1 OR (TG_OP = 'UPDATE' AND NEW.created_at <> now()) THEN
    PERFORM task_record.refuse('an upload must have a size, and the current time');
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER check_claim AFTER INSERT OR UPDATE ON task_record.image_uploads FOR EACH ROW
  WHEN (current_user = 'authenticated') EXECUTE FUNCTION task_record.check_claim();
