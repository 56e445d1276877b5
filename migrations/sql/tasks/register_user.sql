-- Registers the user of a first row, who is first seen in a token, unless the user's rows are in another database. Not
-- on Supabase, whose own service registers users before it issues tokens. The first row may be an upload for no
-- particular task.
CREATE OR REPLACE FUNCTION task_record.register_user() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM auth.users WHERE id = NEW.user_id) THEN
    PERFORM task_record.lock_user_for_write(NEW.user_id);
    INSERT INTO auth.users (id) VALUES (NEW.user_id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION task_record.register_user FROM PUBLIC;
