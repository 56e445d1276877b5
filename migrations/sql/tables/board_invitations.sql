-- Derived from the TableRules of the tables in models/: change that, and run `python -m migrations.derived`.
CREATE POLICY owner ON task_record.board_invitations TO CURRENT_USER USING (true) WITH CHECK (true);
ALTER TABLE task_record.board_invitations ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_record.board_invitations FORCE ROW LEVEL SECURITY;
REVOKE ALL ON task_record.board_invitations FROM PUBLIC, authenticated, service_role, board_reader;
DO $$ BEGIN
  IF to_regrole('anon') IS NOT NULL THEN
    REVOKE ALL ON task_record.board_invitations FROM anon;
  END IF;
END $$;
GRANT SELECT ON task_record.board_invitations TO service_role;
GRANT SELECT (id, board_id, user_id, role, created_at, expires_at, taken_by) ON task_record.board_invitations TO
  board_reader;
CREATE POLICY service ON task_record.board_invitations TO service_role USING (true) WITH CHECK (true);
CREATE POLICY board_select ON task_record.board_invitations FOR SELECT TO board_reader
  USING (board_id IN (SELECT unnest(task_record.caller_boards(true)))
    AND coalesce(true, board_id = ANY ((SELECT task_record.caller_boards(true))::uuid[])));
