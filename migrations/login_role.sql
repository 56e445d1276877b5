-- Each `migrate` runs this, with task_record.login and .verifier set for the transaction.

DO $$
DECLARE
  login CONSTANT text := current_setting('task_record.login');
  verifier CONSTANT text := current_setting('task_record.verifier');
BEGIN
  IF login NOT IN ('', current_user) THEN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
      EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT PASSWORD %L', login, verifier);
    END IF;
    -- Since PostgreSQL 16, each membership has its own inheritance, however the role was created.
    EXECUTE format('GRANT authenticated, service_role, board_reader TO %I', login)
      || CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN ' WITH INHERIT FALSE' ELSE '' END;
    EXECUTE format('GRANT USAGE ON SCHEMA task_record TO %I', login);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON task_record.pgqueuer, task_record.pgqueuer_log,
      task_record.pgqueuer_statistics, task_record.pgqueuer_schedules TO %I', login);
    EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA task_record TO %I', login);
    EXECUTE format('GRANT SELECT ON task_record.alembic_version TO %I', login);
  END IF;
END $$;
