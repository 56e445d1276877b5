"""What images look like, and which prompts a user has used, both indexed in the background."""

from migrations.steps import execute

revision = "0047"
down_revision = "0045"

TABLES = """
CREATE TABLE IF NOT EXISTS task_record.image_looks (
  key TEXT PRIMARY KEY,
  user_id UUID NOT NULL,
  task_id UUID NOT NULL,
  is_result BOOLEAN NOT NULL,
  look BIGINT NOT NULL,
  CONSTRAINT image_looks_key_check CHECK (task_record.owns(user_id, task_id, key))
);
CREATE INDEX IF NOT EXISTS image_looks_user_id_idx
  ON task_record.image_looks (user_id) INCLUDE (task_id, is_result, look);
CREATE TABLE IF NOT EXISTS task_record.prompts (
  user_id UUID NOT NULL,
  key UUID NOT NULL,
  features BIT(1024) NOT NULL,
  labels TEXT[] NOT NULL,
  version VARCHAR(20) NOT NULL,
  task_count INTEGER NOT NULL,
  completed_tasks INTEGER NOT NULL,
  failed_tasks INTEGER NOT NULL,
  credits_deducted BIGINT NOT NULL,
  last_used_at TIMESTAMP WITH TIME ZONE,
  task_id UUID,
  PRIMARY KEY (user_id, key)
);
CREATE INDEX IF NOT EXISTS prompts_user_id_task_count_key_idx
  ON task_record.prompts (user_id, task_count DESC, key DESC);
CREATE TABLE IF NOT EXISTS task_record.prompt_tasks (
  task_id UUID PRIMARY KEY,
  user_id UUID NOT NULL,
  key UUID NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  is_completed BOOLEAN NOT NULL,
  is_failed BOOLEAN NOT NULL,
  credits_deducted BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS prompt_tasks_user_id_key_idx
  ON task_record.prompt_tasks (user_id, key, is_completed DESC, created_at DESC, task_id DESC);
CREATE TABLE IF NOT EXISTS task_record.noting (
  kind VARCHAR(10) PRIMARY KEY,
  origin TEXT NOT NULL,
  number BIGINT NOT NULL,
  CONSTRAINT noting_kind_check CHECK (kind IN ('prompts', 'looks'))
);
ALTER TABLE task_record.image_looks ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_record.prompts ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_record.prompt_tasks ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_record.noting ENABLE ROW LEVEL SECURITY;
"""
RIGHTS = """
DO $$
DECLARE
  tables CONSTANT text := 'task_record.image_looks, task_record.prompts, task_record.prompt_tasks, task_record.noting';
  grantee text;
BEGIN
  EXECUTE format('REVOKE ALL ON %s FROM PUBLIC', tables);
  FOR grantee IN SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated', 'service_role') LOOP
    EXECUTE format('REVOKE ALL ON %s FROM %I', tables, grantee);
  END LOOP;
END $$;
GRANT SELECT ON task_record.prompts, task_record.prompt_tasks TO authenticated, service_role;
GRANT SELECT, INSERT ON task_record.image_looks TO authenticated, service_role;
GRANT SELECT, INSERT, UPDATE ON task_record.noting TO service_role;
"""


def upgrade() -> None:
    execute(TABLES + RIGHTS)
