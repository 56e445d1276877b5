"""Filters and orders of tasks that users save under a name."""

from migrations.steps import execute

revision = "0055"
down_revision = "0054"

TABLE = """
CREATE TABLE task_record.saved_views (
  user_id UUID NOT NULL REFERENCES auth.users(id) ON DELETE CASCADE,
  id UUID NOT NULL,
  name VARCHAR(100) NOT NULL,
  conditions JSONB NOT NULL,
  order_field VARCHAR(20) NOT NULL,
  order_direction VARCHAR(4) NOT NULL,
  position INTEGER NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, id),
  CONSTRAINT saved_views_user_id_name_key UNIQUE (user_id, name),
  CONSTRAINT saved_views_name_check CHECK (name <> ''),
  CONSTRAINT saved_views_conditions_check
    CHECK (jsonb_typeof(conditions) = 'object' AND octet_length(conditions::text) <= 4096)
);
ALTER TABLE task_record.saved_views ENABLE ROW LEVEL SECURITY;
"""
RIGHTS = """
DO $$
DECLARE
  grantee text;
BEGIN
  REVOKE ALL ON task_record.saved_views FROM PUBLIC;
  FOR grantee IN SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated', 'service_role') LOOP
    EXECUTE format('REVOKE ALL ON task_record.saved_views FROM %I', grantee);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON task_record.saved_views TO authenticated, service_role;
"""


def upgrade() -> None:
    execute(TABLE + RIGHTS)
