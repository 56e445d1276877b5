-- Makes the user of a first row, who is first seen in a token and needs no registration, unless the user's rows are in
-- another database. Not on Supabase, whose own service registers users before it gives them tokens. An upload for no
-- task in particular may be a user's first row.
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

CREATE TRIGGER register_user BEFORE INSERT ON public.user_task_history
  FOR EACH ROW EXECUTE FUNCTION task_record.register_user();

CREATE TRIGGER register_user BEFORE INSERT ON task_record.credit_accounts
  FOR EACH ROW EXECUTE FUNCTION task_record.register_user();

CREATE TRIGGER register_user BEFORE INSERT ON task_record.image_uploads
  FOR EACH ROW WHEN (NEW.task_id = NEW.user_id) EXECUTE FUNCTION task_record.register_user();

CREATE TRIGGER register_user BEFORE INSERT ON task_record.user_plans
  FOR EACH ROW WHEN (NEW.set_at IS NOT NULL) EXECUTE FUNCTION task_record.register_user();

CREATE TRIGGER register_user BEFORE INSERT ON task_record.board_members
  FOR EACH ROW EXECUTE FUNCTION task_record.register_user();

CREATE TRIGGER register_user BEFORE INSERT ON task_record.saved_views
  FOR EACH ROW EXECUTE FUNCTION task_record.register_user();

CREATE TRIGGER register_user BEFORE INSERT ON task_record.webhooks
  FOR EACH ROW WHEN (NOT NEW.all_users) EXECUTE FUNCTION task_record.register_user();
