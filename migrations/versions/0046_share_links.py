"""
Addresses under which anyone sees the pictures of one task, until they end; the audit records who creates and ends them.
"""

from migrations.steps import execute, step

revision = "0046"
down_revision = "0043"

TABLE = """
CREATE TABLE IF NOT EXISTS task_record.share_links (
  id UUID PRIMARY KEY,
  user_id UUID NOT NULL REFERENCES auth.users(id) ON DELETE CASCADE,
  task_id UUID NOT NULL,
  secret_sha256 VARCHAR(64) NOT NULL,
  shows_prompt BOOLEAN NOT NULL,
  allows_download BOOLEAN NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  expires_at TIMESTAMP WITH TIME ZONE,
  revoked_at TIMESTAMP WITH TIME ZONE,
  views INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX IF NOT EXISTS share_links_secret_sha256_idx ON task_record.share_links (secret_sha256);
CREATE INDEX IF NOT EXISTS share_links_user_id_created_at_id_idx
  ON task_record.share_links (user_id, created_at, id);
ALTER TABLE task_record.share_links ENABLE ROW LEVEL SECURITY;
"""
# Only the owner of the tables reads a digest, or changes a link's user and target.
RIGHTS = """
DO $$
DECLARE
  grantee text;
BEGIN
  REVOKE ALL ON task_record.share_links FROM PUBLIC;
  FOR grantee IN SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated', 'service_role') LOOP
    EXECUTE format('REVOKE ALL ON task_record.share_links FROM %I', grantee);
  END LOOP;
END $$;
GRANT SELECT (id, user_id, task_id, shows_prompt, allows_download, created_at, expires_at, revoked_at, views),
  INSERT (id, user_id, task_id, secret_sha256, shows_prompt, allows_download, expires_at), UPDATE (revoked_at)
  ON task_record.share_links TO authenticated, service_role;
GRANT UPDATE (views) ON task_record.share_links TO service_role;
"""
ACTIONS = """
ALTER TABLE task_record.audit_entries DROP CONSTRAINT IF EXISTS audit_entries_action_check,
  ADD CONSTRAINT audit_entries_action_check CHECK (action IN (
    'read_tasks', 'export_tasks', 'purge', 'erase_user', 'grant_credits', 'revoke_credits', 'repair', 'read_user',
    'set_plan', 'read_webhooks', 'change_webhook', 'import_tasks', 'share'
  )) NOT VALID
"""


def upgrade() -> None:
    execute(TABLE + RIGHTS + ACTIONS)


def finish() -> None:
    step("ALTER TABLE task_record.audit_entries VALIDATE CONSTRAINT audit_entries_action_check")
