-- Row-level security. The application's login role has no rights of its own on these tables: each of its
-- transactions takes a role and claims, and gives them back at its end.
--   authenticated   a user: sees and writes what bears the token's `sub`
--   service_role    a trusted back end, and the server's own worker: every row
--   the owner       migrations and the triggers that keep the totals
--
-- On Supabase users may also reach these tables through its Data API, whose sessions are those of
-- `authenticator`. There they may read; what a task cost is written by this server alone.

-- Supabase grants its roles all privileges on every new table; those who kept the original design did, too.
REVOKE ALL ON user_task_history, user_task_statistics FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA task_record FROM PUBLIC;
DO $$
DECLARE
  name text;
BEGIN
  FOR name IN SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated', 'service_role') LOOP
    EXECUTE format('REVOKE ALL ON user_task_history, user_task_statistics FROM %I', name);
    EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA task_record FROM %I', name);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON user_task_history TO authenticated, service_role;
GRANT SELECT ON user_task_statistics TO authenticated, service_role;
GRANT SELECT, INSERT, DELETE ON task_record.image_uploads TO authenticated, service_role;
