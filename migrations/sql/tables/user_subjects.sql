-- Derived from the TableRules of the tables in models/: change that, and run `python -m migrations.derived`.
CREATE POLICY owner ON task_record.user_subjects TO CURRENT_USER USING (true) WITH CHECK (true);
ALTER TABLE task_record.user_subjects ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_record.user_subjects FORCE ROW LEVEL SECURITY;
REVOKE ALL ON task_record.user_subjects FROM PUBLIC, authenticated, service_role, board_reader;
DO $$ BEGIN
  IF to_regrole('anon') IS NOT NULL THEN
    REVOKE ALL ON task_record.user_subjects FROM anon;
  END IF;
END $$;
GRANT SELECT, INSERT ON task_record.user_subjects TO service_role;
CREATE POLICY service ON task_record.user_subjects TO service_role USING (true) WITH CHECK (true);
