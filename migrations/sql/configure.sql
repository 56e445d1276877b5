-- Run by every `migrate`, with task_record.login, .password and .time_zone set for the transaction.

DO $$
DECLARE
  login CONSTANT text := current_setting('task_record.login');
  password CONSTANT text := current_setting('task_record.password');
  zone CONSTANT text := current_setting('task_record.time_zone');
BEGIN
  IF login NOT IN ('', current_user) THEN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
      EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT PASSWORD %L', login, password);
    END IF;
    -- From PostgreSQL 16 on it is each membership that inherits or does not, whatever the role was made with.
    EXECUTE format('GRANT authenticated, service_role TO %I', login)
      || CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN ' WITH INHERIT FALSE' ELSE '' END;
    EXECUTE format('GRANT USAGE ON SCHEMA task_record TO %I', login);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON task_record.pgqueuer, task_record.pgqueuer_log,
      task_record.pgqueuer_statistics, task_record.pgqueuer_schedules TO %I', login);
    EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA task_record TO %I', login);
    EXECUTE format('GRANT SELECT ON task_record.alembic_version TO %I', login);
  END IF;

  IF task_record.time_zone() <> zone OR NOT EXISTS (SELECT FROM user_task_statistics) THEN
    EXECUTE format('CREATE OR REPLACE FUNCTION task_record.time_zone() RETURNS text
      LANGUAGE sql STABLE PARALLEL SAFE AS %L', format('SELECT %L', zone));
    LOCK TABLE user_task_history IN SHARE ROW EXCLUSIVE MODE; -- no task is written while its totals are counted anew
    DELETE FROM user_task_statistics;
    INSERT INTO user_task_statistics (user_id, period_type, period_date, total_tasks, successful_tasks,
      failed_tasks, total_tokens_used, total_credits_deducted, total_generation_time_ms, timed_tasks,
      completed_generation_time_ms, images_size)
    SELECT * FROM task_record.computed_statistics;
  END IF;
END $$;
