"""For readers who maintain a copy: each task with its last change, in the order of numbering."""

from migrations.steps import execute, step, tell

revision = "0039"
down_revision = "0038"

TABLES = """
CREATE TABLE IF NOT EXISTS task_record.task_changes (
  task_id UUID PRIMARY KEY,
  user_id UUID NOT NULL,
  number BIGINT NOT NULL,
  kind VARCHAR(10) NOT NULL CHECK (kind IN ('CREATED', 'UPDATED', 'DELETED', 'GONE')),
  changed_at TIMESTAMP WITH TIME ZONE NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS task_changes_number_idx ON task_record.task_changes (number);
CREATE INDEX IF NOT EXISTS task_changes_user_id_number_idx ON task_record.task_changes (user_id, number);
CREATE INDEX IF NOT EXISTS task_changes_deleted_idx ON task_record.task_changes (changed_at)
  WHERE kind IN ('DELETED', 'GONE');
CREATE TABLE IF NOT EXISTS task_record.told_changes (
  is_only_row BOOLEAN PRIMARY KEY DEFAULT true CHECK (is_only_row),
  id UUID NOT NULL DEFAULT gen_random_uuid(),
  origin TEXT NOT NULL,
  snapshot PG_SNAPSHOT NOT NULL,
  number BIGINT NOT NULL,
  forgotten BIGINT NOT NULL
);
ALTER TABLE task_record.task_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_record.told_changes ENABLE ROW LEVEL SECURITY;
"""
RIGHTS = """
DO $$
DECLARE
  grantee text;
BEGIN
  REVOKE ALL ON task_record.task_changes, task_record.told_changes FROM PUBLIC;
  FOR grantee IN SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated', 'service_role') LOOP
    EXECUTE format('REVOKE ALL ON task_record.task_changes, task_record.told_changes FROM %I', grantee);
  END LOOP;
END $$;
GRANT SELECT ON task_record.task_changes TO authenticated, service_role;
GRANT SELECT ON task_record.told_changes TO service_role;
"""
# One statement, so that each change is either in what it reads or numbered from its snapshot on.
FILL = """
WITH told AS (
  INSERT INTO task_record.task_changes (task_id, user_id, number, kind, changed_at)
  SELECT id, user_id, row_number() OVER (ORDER BY updated_at, id), 'CREATED', updated_at
  FROM user_task_history WHERE coalesce(deleted_at, trashed_at) IS NULL
    AND NOT EXISTS (SELECT FROM task_record.told_changes)
  RETURNING number
)
INSERT INTO task_record.told_changes (origin, snapshot, number, forgotten)
SELECT '', pg_current_snapshot(), count(*), 0 FROM told
ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    execute(TABLES + RIGHTS)


def finish() -> None:
    tell("Noting of each task when it last changed.")
    step(f"DELETE FROM task_record.task_changes WHERE NOT EXISTS (SELECT FROM task_record.told_changes); {FILL}")
