"""The audit records imports."""

from migrations.steps import execute, step

revision = "0041"
down_revision = "0039"


def upgrade() -> None:
    execute("""
ALTER TABLE task_record.audit_entries DROP CONSTRAINT IF EXISTS audit_entries_action_check,
  ADD CONSTRAINT audit_entries_action_check CHECK (action IN (
    'read_tasks', 'export_tasks', 'purge', 'erase_user', 'grant_credits', 'revoke_credits', 'repair', 'read_user',
    'set_plan', 'read_webhooks', 'change_webhook', 'import_tasks'
  )) NOT VALID
""")


def finish() -> None:
    step("ALTER TABLE task_record.audit_entries VALIDATE CONSTRAINT audit_entries_action_check")
