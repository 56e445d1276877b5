-- Derived from the TableRules of the tables in models/: change that, and run `python -m migrations.derived`.
CREATE POLICY owner ON task_record.boards TO CURRENT_USER USING (true) WITH CHECK (true);
ALTER TABLE task_record.boards ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_record.boards FORCE ROW LEVEL SECURITY;
REVOKE ALL ON task_record.boards FROM PUBLIC, authenticated, service_role, board_reader;
DO $$ BEGIN
  IF to_regrole('anon') IS NOT NULL THEN
    REVOKE ALL ON task_record.boards FROM anon;
  END IF;
END $$;
GRANT SELECT ON task_record.boards TO service_role;
GRANT SELECT ON task_record.boards TO board_reader;
CREATE POLICY service ON task_record.boards TO service_role USING (true) WITH CHECK (true);
CREATE POLICY board_select ON task_record.boards FOR SELECT TO board_reader
  USING (id IN (SELECT unnest(task_record.caller_boards(false)))
    AND coalesce(true, id = ANY ((SELECT task_record.caller_boards(false))::uuid[])));
