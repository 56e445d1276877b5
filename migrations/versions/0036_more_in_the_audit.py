"""The audit has more kinds of entries, and loses its notes on erased users."""

from migrations.steps import execute, step

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    execute("""
ALTER TABLE task_record.audit_entries DROP CONSTRAINT IF EXISTS audit_entries_action_check,
  ADD CONSTRAINT audit_entries_action_check CHECK (action IN (
    'read_tasks', 'export_tasks', 'purge', 'erase_user', 'grant_credits', 'revoke_credits', 'repair', 'read_user',
    'set_plan', 'read_webhooks', 'change_webhook'
  )) NOT VALID
""")


def finish() -> None:
    step("ALTER TABLE task_record.audit_entries VALIDATE CONSTRAINT audit_entries_action_check")
    step("""
UPDATE task_record.audit_entries AS entry SET detail = '' FROM task_record.erasures AS erasure
WHERE entry.user_id = erasure.user_id AND entry.created_at <= erasure.requested_at AND entry.action <> 'erase_user'
  AND entry.detail <> ''
""")
