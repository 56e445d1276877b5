"""Over all users: active and new users, hours, models, and reasons of failures. Exports may be reports."""

from migrations.steps import build_index, execute, fill

revision = "0050"
down_revision = "0049"

TABLES = """
ALTER TABLE task_record.overall_statistics
  ADD COLUMN IF NOT EXISTS active_users BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN IF NOT EXISTS new_users BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN IF NOT EXISTS is_stale BOOLEAN NOT NULL DEFAULT true;
CREATE TABLE IF NOT EXISTS task_record.overall_usage (
  day DATE NOT NULL,
  hour SMALLINT NOT NULL,
  model_version VARCHAR(200) NOT NULL,
  total_tasks BIGINT NOT NULL,
  successful_tasks BIGINT NOT NULL,
  failed_tasks BIGINT NOT NULL,
  credits_deducted BIGINT NOT NULL,
  cost NUMERIC NOT NULL,
  PRIMARY KEY (day, hour, model_version)
);
CREATE TABLE IF NOT EXISTS task_record.overall_failures (
  day DATE NOT NULL,
  failure_code VARCHAR(50) NOT NULL,
  failed_tasks BIGINT NOT NULL,
  PRIMARY KEY (day, failure_code)
);
CREATE TABLE IF NOT EXISTS task_record.active_users (
  user_id UUID NOT NULL,
  period_type VARCHAR(20) NOT NULL,
  period_date DATE NOT NULL,
  is_new BOOLEAN NOT NULL,
  is_gone BOOLEAN NOT NULL DEFAULT false,
  PRIMARY KEY (user_id, period_type, period_date),
  CONSTRAINT active_users_period_type_check CHECK (period_type IN ('day', 'week', 'month'))
);
CREATE INDEX IF NOT EXISTS active_users_new_idx ON task_record.active_users (user_id) WHERE is_new;
CREATE INDEX IF NOT EXISTS active_users_gone_idx ON task_record.active_users (period_type, period_date) WHERE is_gone;
ALTER TABLE task_record.active_users ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_record.overall_usage ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_record.overall_failures ENABLE ROW LEVEL SECURITY;
DO $$
DECLARE
  tables text := 'task_record.active_users, task_record.overall_usage, task_record.overall_failures';
  grantee text;
BEGIN
  EXECUTE format('REVOKE ALL ON %s FROM PUBLIC', tables);
  FOR grantee IN SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated', 'service_role') LOOP
    EXECUTE format('REVOKE ALL ON %s FROM %I', tables, grantee);
  END LOOP;
END $$;
GRANT SELECT ON task_record.active_users, task_record.overall_usage, task_record.overall_failures TO service_role;
ALTER TABLE task_record.exports DROP CONSTRAINT IF EXISTS exports_format_check,
  ADD CONSTRAINT exports_format_check CHECK (format IN ('csv', 'ndjson', 'zip', 'report'));
"""


def upgrade() -> None:
    execute(TABLES)


def finish() -> None:
    fill("Counting who was active.", "SELECT task_record.recount_activity()")
    build_index(
        "user_ranking_last_task_at_user_id_idx",
        "task_record.user_ranking (last_task_at DESC NULLS LAST, user_id DESC)",
    )
    build_index("user_task_usage_day_idx", "task_record.user_task_usage (day)")
