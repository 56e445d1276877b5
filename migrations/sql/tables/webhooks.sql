-- Derived from the TableRules of the tables in models/: change that, and run `python -m migrations.derived`.
CREATE POLICY owner ON task_record.webhooks TO CURRENT_USER USING (true) WITH CHECK (true);
ALTER TABLE task_record.webhooks ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_record.webhooks FORCE ROW LEVEL SECURITY;
REVOKE ALL ON task_record.webhooks FROM PUBLIC, authenticated, service_role, board_reader;
DO $$ BEGIN
  IF to_regrole('anon') IS NOT NULL THEN
    REVOKE ALL ON task_record.webhooks FROM anon;
  END IF;
END $$;
GRANT SELECT (id, user_id, url, events, all_users, created_at, failing_since, disabled_at, disabled_reason), INSERT (id,
  user_id, url, events, secret), UPDATE (url, events, secret, failing_since, disabled_at, disabled_reason, rests_until),
  DELETE ON task_record.webhooks TO authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE ON task_record.webhooks TO service_role;
CREATE POLICY service ON task_record.webhooks TO service_role USING (true) WITH CHECK (true);
CREATE POLICY own_select ON task_record.webhooks FOR SELECT TO authenticated
  USING ((SELECT auth.uid()) = user_id);
CREATE POLICY own_insert ON task_record.webhooks FOR INSERT TO authenticated
  WITH CHECK ((SELECT auth.uid()) = user_id AND (SELECT session_user) <> 'authenticator');
CREATE POLICY own_update ON task_record.webhooks FOR UPDATE TO authenticated
  USING ((SELECT auth.uid()) = user_id AND (SELECT session_user) <> 'authenticator')
  WITH CHECK ((SELECT auth.uid()) = user_id AND (SELECT session_user) <> 'authenticator');
CREATE POLICY own_delete ON task_record.webhooks FOR DELETE TO authenticated
  USING ((SELECT auth.uid()) = user_id AND (SELECT session_user) <> 'authenticator');
CREATE TRIGGER register_user BEFORE INSERT ON task_record.webhooks
  FOR EACH ROW WHEN (NOT NEW.all_users) EXECUTE FUNCTION task_record.register_user();
