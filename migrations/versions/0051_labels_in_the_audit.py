"""Images can be labelled later: the audit records it, and images without a place for a label are recorded."""

from migrations.steps import execute, step

revision = "0051"
down_revision = "0047"


def upgrade() -> None:
    execute("""
GRANT UPDATE (produce_id) ON task_record.image_provenance TO service_role;
ALTER TABLE task_record.audit_entries DROP CONSTRAINT IF EXISTS audit_entries_action_check,
  ADD CONSTRAINT audit_entries_action_check CHECK (action IN (
    'read_tasks', 'export_tasks', 'purge', 'erase_user', 'grant_credits', 'revoke_credits', 'repair', 'read_user',
    'set_plan', 'read_webhooks', 'change_webhook', 'import_tasks', 'share', 'label'
  )) NOT VALID
""")


def finish() -> None:
    step("ALTER TABLE task_record.audit_entries VALIDATE CONSTRAINT audit_entries_action_check")
