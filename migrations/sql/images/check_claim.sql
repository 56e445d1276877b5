-- Keeps users from announcing, past the server, an upload of another time or without a size. An upload that is asked for
-- again is one of now.
CREATE OR REPLACE FUNCTION task_record.check_claim() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF NEW.created_at > now() OR NEW.size < 1 OR (TG_OP = 'UPDATE' AND NEW.created_at <> now()) THEN
    PERFORM task_record.refuse('an upload has a size, and is announced now');
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER check_claim AFTER INSERT OR UPDATE ON task_record.image_uploads FOR EACH ROW
  WHEN (current_user = 'authenticated') EXECUTE FUNCTION task_record.check_claim();
