-- Derived from the TableRules of the tables in models/: change that, and run `python -m migrations.derived`.
CREATE POLICY owner ON task_record.board_tasks TO CURRENT_USER USING (true) WITH CHECK (true);
ALTER TABLE task_record.board_tasks ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_record.board_tasks FORCE ROW LEVEL SECURITY;
REVOKE ALL ON task_record.board_tasks FROM PUBLIC, authenticated, service_role, board_reader;
DO $$ BEGIN
  IF to_regrole('anon') IS NOT NULL THEN
    REVOKE ALL ON task_record.board_tasks FROM anon;
  END IF;
END $$;
GRANT SELECT ON task_record.board_tasks TO authenticated;
GRANT SELECT ON task_record.board_tasks TO service_role;
GRANT SELECT ON task_record.board_tasks TO board_reader;
CREATE POLICY service ON task_record.board_tasks TO service_role USING (true) WITH CHECK (true);
CREATE POLICY own_select ON task_record.board_tasks FOR SELECT TO authenticated
  USING ((SELECT auth.uid()) = user_id);
CREATE POLICY own_insert ON task_record.board_tasks FOR INSERT TO authenticated
  WITH CHECK ((SELECT auth.uid()) = user_id AND (SELECT session_user) <> 'authenticator');
CREATE POLICY own_update ON task_record.board_tasks FOR UPDATE TO authenticated
  USING ((SELECT auth.uid()) = user_id AND (SELECT session_user) <> 'authenticator')
  WITH CHECK ((SELECT auth.uid()) = user_id AND (SELECT session_user) <> 'authenticator');
CREATE POLICY own_delete ON task_record.board_tasks FOR DELETE TO authenticated
  USING ((SELECT auth.uid()) = user_id AND (SELECT session_user) <> 'authenticator');
CREATE POLICY board_select ON task_record.board_tasks FOR SELECT TO board_reader
  USING (board_id IN (SELECT unnest(task_record.caller_boards(false)))
    AND coalesce(true, board_id = ANY ((SELECT task_record.caller_boards(false))::uuid[])));
