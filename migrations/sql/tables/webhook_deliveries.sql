-- Derived from the TableRules of the tables in models/: change that, and run `python -m migrations.derived`.
CREATE POLICY owner ON task_record.webhook_deliveries TO CURRENT_USER USING (true) WITH CHECK (true);
ALTER TABLE task_record.webhook_deliveries ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_record.webhook_deliveries FORCE ROW LEVEL SECURITY;
REVOKE ALL ON task_record.webhook_deliveries FROM PUBLIC, authenticated, service_role, board_reader;
DO $$ BEGIN
  IF to_regrole('anon') IS NOT NULL THEN
    REVOKE ALL ON task_record.webhook_deliveries FROM anon;
  END IF;
END $$;
GRANT SELECT, INSERT (webhook_id, user_id, subject_id, type, data), UPDATE (state, failures, next_attempt_at) ON
  task_record.webhook_deliveries TO authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE ON task_record.webhook_deliveries TO service_role;
CREATE POLICY service ON task_record.webhook_deliveries TO service_role USING (true) WITH CHECK (true);
CREATE POLICY own_select ON task_record.webhook_deliveries FOR SELECT TO authenticated
  USING ((SELECT auth.uid()) = user_id);
CREATE POLICY own_insert ON task_record.webhook_deliveries FOR INSERT TO authenticated
  WITH CHECK ((SELECT auth.uid()) = user_id AND (SELECT session_user) <> 'authenticator');
CREATE POLICY own_update ON task_record.webhook_deliveries FOR UPDATE TO authenticated
  USING ((SELECT auth.uid()) = user_id AND (SELECT session_user) <> 'authenticator')
  WITH CHECK ((SELECT auth.uid()) = user_id AND (SELECT session_user) <> 'authenticator');
CREATE POLICY own_delete ON task_record.webhook_deliveries FOR DELETE TO authenticated
  USING ((SELECT auth.uid()) = user_id AND (SELECT session_user) <> 'authenticator');
