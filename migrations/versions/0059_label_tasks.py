"""The tasks of each label in the order of time, and of each prompt which characters it has."""

from alembic import op

from migrations.steps import drop_index, step

revision = "0059"
down_revision = "0058"

TABLES = """
SET LOCAL lock_timeout = '200ms';
ALTER TABLE task_record.prompts ADD COLUMN IF NOT EXISTS grams BIT(1024);
ALTER TABLE task_record.prompt_tasks ADD COLUMN IF NOT EXISTS labels TEXT[] NOT NULL DEFAULT '{}';
CREATE TABLE IF NOT EXISTS task_record.label_tasks (
  user_id UUID NOT NULL,
  label TEXT NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  task_id UUID NOT NULL,
  PRIMARY KEY (user_id, label, created_at, task_id)
);
ALTER TABLE task_record.label_tasks ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON task_record.label_tasks FROM PUBLIC;
DO $$
DECLARE
  grantee text;
BEGIN
  FOR grantee IN SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated', 'service_role') LOOP
    EXECUTE format('REVOKE ALL ON task_record.label_tasks FROM %I', grantee);
  END LOOP;
END $$;
GRANT SELECT ON task_record.label_tasks TO authenticated, service_role;
"""


def upgrade() -> None:
    with op.get_context().autocommit_block():
        step(TABLES)
        drop_index("task_record.prompts_labels_idx")
