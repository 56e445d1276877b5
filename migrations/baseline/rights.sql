-- Who may do what with which table. The application's login role has no rights of its own on these: each of its
-- transactions takes a role and claims, and gives them back at its end.
--   authenticated   a user: sees and writes what bears the token's `sub`
--   service_role    a trusted back end, and the server's own worker: every row
--   the owner       migrations and the triggers that keep the totals
--
-- On Supabase users may also reach these tables through its Data API, whose sessions are those of `authenticator`.
-- There they may read; what a task cost is written by this server alone.

-- Supabase grants its roles all privileges on every new table; those who kept the original design did, too. No row is
-- seen by others than the owner until policies say so.
DO $$
DECLARE
  secured regclass;
  grantee text;
BEGIN
  FOR secured IN
    SELECT oid FROM pg_class
    WHERE oid IN ('user_task_history'::regclass, 'user_task_statistics'::regclass)
      OR (relkind = 'r' AND relnamespace = 'task_record'::regnamespace
        AND relname NOT IN ('alembic_version', 'original_user_task_statistics'))
  LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', secured);
  END LOOP;
  REVOKE ALL ON user_task_history, user_task_statistics FROM PUBLIC;
  REVOKE ALL ON ALL TABLES IN SCHEMA task_record FROM PUBLIC;
  FOR grantee IN SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated', 'service_role') LOOP
    EXECUTE format('REVOKE ALL ON user_task_history, user_task_statistics FROM %I', grantee);
    EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA task_record FROM %I', grantee);
  END LOOP;
END $$;
GRANT USAGE ON SCHEMA task_record TO authenticated, service_role;

GRANT SELECT, INSERT, UPDATE ON user_task_history TO authenticated, service_role;
GRANT SELECT ON user_task_statistics, task_record.user_task_usage, task_record.usage_models
  TO authenticated, service_role;
GRANT SELECT, INSERT, DELETE ON task_record.image_uploads TO authenticated, service_role;
GRANT SELECT ON task_record.credit_accounts, task_record.credit_grants, task_record.credit_holds,
  task_record.credit_entries TO authenticated, service_role;
GRANT SELECT, INSERT ON task_record.task_sources TO authenticated, service_role;
GRANT SELECT, INSERT, UPDATE ON task_record.user_plans TO authenticated, service_role;
GRANT SELECT, INSERT ON task_record.exports TO authenticated;
GRANT SELECT, INSERT, DELETE ON task_record.exports TO service_role;

-- Users can read no secret, and make no webhook of all users.
GRANT SELECT (id, user_id, url, events, all_users, created_at, failing_since, disabled_at, disabled_reason),
  INSERT (id, user_id, url, events, secret),
  UPDATE (url, events, secret, failing_since, disabled_at, disabled_reason, rests_until), DELETE
  ON task_record.webhooks TO authenticated;
GRANT SELECT, INSERT (webhook_id, user_id, subject_id, type, data), UPDATE (state, failures, next_attempt_at)
  ON task_record.webhook_deliveries TO authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE
  ON task_record.webhooks, task_record.webhook_deliveries, task_record.credit_warnings TO service_role;

-- When something was done is not for the one to say who did it.
GRANT SELECT, INSERT (actor_id, action, user_id, count, detail) ON task_record.audit_entries TO service_role;
GRANT SELECT, UPDATE (completed_at) ON task_record.erasures TO service_role;
GRANT SELECT, INSERT, UPDATE ON task_record.integrity_findings TO service_role;
GRANT SELECT ON task_record.overall_changes, task_record.overall_statistics, task_record.overall_count,
  task_record.user_ranking, task_record.notifications, task_record.deliveries, task_record.moved_users,
  task_record.arrived_users, task_record.arrivals, task_record.arriving_rows TO service_role;
