-- Derived from the TableRules of the tables in models/: change that, and run `python -m migrations.derived`.
CREATE POLICY owner ON task_record.erasures TO CURRENT_USER USING (true) WITH CHECK (true);
ALTER TABLE task_record.erasures ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_record.erasures FORCE ROW LEVEL SECURITY;
REVOKE ALL ON task_record.erasures FROM PUBLIC, authenticated, service_role, board_reader;
DO $$ BEGIN
  IF to_regrole('anon') IS NOT NULL THEN
    REVOKE ALL ON task_record.erasures FROM anon;
  END IF;
END $$;
GRANT SELECT, UPDATE (completed_at) ON task_record.erasures TO service_role;
CREATE POLICY service ON task_record.erasures TO service_role USING (true) WITH CHECK (true);
