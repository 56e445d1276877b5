-- Derived from the TableRules of the tables in models/: change that, and run `python -m migrations.derived`.
CREATE POLICY owner ON task_record.board_usage TO CURRENT_USER USING (true) WITH CHECK (true);
ALTER TABLE task_record.board_usage ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_record.board_usage FORCE ROW LEVEL SECURITY;
REVOKE ALL ON task_record.board_usage FROM PUBLIC, authenticated, service_role, board_reader;
DO $$ BEGIN
  IF to_regrole('anon') IS NOT NULL THEN
    REVOKE ALL ON task_record.board_usage FROM anon;
  END IF;
END $$;
GRANT SELECT ON task_record.board_usage TO service_role;
GRANT SELECT ON task_record.board_usage TO board_reader;
CREATE POLICY service ON task_record.board_usage TO service_role USING (true) WITH CHECK (true);
CREATE POLICY board_select ON task_record.board_usage FOR SELECT TO board_reader
  USING (board_id IN (SELECT unnest(task_record.caller_boards(false)))
    AND coalesce(true, board_id = ANY ((SELECT task_record.caller_boards(false))::uuid[])));
