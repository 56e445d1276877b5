"""What stored images declare about their origin; rows are written only where images are labelled."""

from migrations.steps import execute

revision = "0043"
down_revision = "0041"

TABLE = """
CREATE TABLE IF NOT EXISTS task_record.image_provenance (
  key TEXT PRIMARY KEY,
  user_id UUID NOT NULL,
  task_id UUID NOT NULL,
  sent_sha256 VARCHAR(64) NOT NULL,
  produce_id VARCHAR(200),
  provenance JSON NOT NULL,
  CONSTRAINT image_provenance_key_check CHECK (task_record.owns(user_id, task_id, key))
);
CREATE INDEX IF NOT EXISTS image_provenance_user_id_produce_id_idx
  ON task_record.image_provenance (user_id, produce_id);
ALTER TABLE task_record.image_provenance ENABLE ROW LEVEL SECURITY;
"""
RIGHTS = """
DO $$
DECLARE
  grantee text;
BEGIN
  REVOKE ALL ON task_record.image_provenance FROM PUBLIC;
  FOR grantee IN SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated', 'service_role') LOOP
    EXECUTE format('REVOKE ALL ON task_record.image_provenance FROM %I', grantee);
  END LOOP;
END $$;
GRANT SELECT, INSERT ON task_record.image_provenance TO authenticated, service_role;
"""


def upgrade() -> None:
    execute(TABLE + RIGHTS)
