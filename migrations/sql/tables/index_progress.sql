-- Derived from the TableRules of the tables in models/: change that, and run `python -m migrations.derived`.
CREATE POLICY owner ON task_record.index_progress TO CURRENT_USER USING (true) WITH CHECK (true);
ALTER TABLE task_record.index_progress ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_record.index_progress FORCE ROW LEVEL SECURITY;
REVOKE ALL ON task_record.index_progress FROM PUBLIC, authenticated, service_role, board_reader;
DO $$ BEGIN
  IF to_regrole('anon') IS NOT NULL THEN
    REVOKE ALL ON task_record.index_progress FROM anon;
  END IF;
END $$;
GRANT SELECT, INSERT, UPDATE ON task_record.index_progress TO service_role;
CREATE POLICY service ON task_record.index_progress TO service_role USING (true) WITH CHECK (true);
