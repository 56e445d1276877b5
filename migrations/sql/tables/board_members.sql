-- Derived from the TableRules of the tables in models/: change that, and run `python -m migrations.derived`.
CREATE POLICY owner ON task_record.board_members TO CURRENT_USER USING (true) WITH CHECK (true);
ALTER TABLE task_record.board_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_record.board_members FORCE ROW LEVEL SECURITY;
REVOKE ALL ON task_record.board_members FROM PUBLIC, authenticated, service_role, board_reader;
DO $$ BEGIN
  IF to_regrole('anon') IS NOT NULL THEN
    REVOKE ALL ON task_record.board_members FROM anon;
  END IF;
END $$;
GRANT SELECT ON task_record.board_members TO service_role;
GRANT SELECT ON task_record.board_members TO board_reader;
CREATE POLICY service ON task_record.board_members TO service_role USING (true) WITH CHECK (true);
CREATE POLICY board_select ON task_record.board_members FOR SELECT TO board_reader
  USING (board_id IN (SELECT unnest(task_record.caller_boards(false)))
    AND coalesce(true, board_id = ANY ((SELECT task_record.caller_boards(false))::uuid[])));
CREATE TRIGGER register_user BEFORE INSERT ON task_record.board_members
  FOR EACH ROW EXECUTE FUNCTION task_record.register_user();
