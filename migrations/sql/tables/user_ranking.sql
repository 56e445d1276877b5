-- Derived from the TableRules of the tables in models/: change that, and run `python -m migrations.derived`.
CREATE POLICY owner ON task_record.user_ranking TO CURRENT_USER USING (true) WITH CHECK (true);
ALTER TABLE task_record.user_ranking ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_record.user_ranking FORCE ROW LEVEL SECURITY;
REVOKE ALL ON task_record.user_ranking FROM PUBLIC, authenticated, service_role, board_reader;
DO $$ BEGIN
  IF to_regrole('anon') IS NOT NULL THEN
    REVOKE ALL ON task_record.user_ranking FROM anon;
  END IF;
END $$;
GRANT SELECT ON task_record.user_ranking TO service_role;
CREATE POLICY service ON task_record.user_ranking TO service_role USING (true) WITH CHECK (true);
