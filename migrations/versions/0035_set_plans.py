"""
A back end sets a user's plan, with the time, because an older token of the user must not change it. The audit records
plans that back ends set, and users that administrators look up. An index finds tasks that have not ended.
"""

from migrations.steps import build_index, execute, step

revision = "0035"
down_revision = "0034"

ACTIONS = (
    "'read_tasks', 'export_tasks', 'purge', 'erase_user', 'grant_credits', 'revoke_credits', 'repair', "
    "'read_user', 'set_plan'"
)


def upgrade() -> None:
    execute(f"""
ALTER TABLE task_record.user_plans ADD COLUMN IF NOT EXISTS set_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE task_record.audit_entries DROP CONSTRAINT IF EXISTS audit_entries_action_check;
ALTER TABLE task_record.audit_entries ADD CONSTRAINT audit_entries_action_check
  CHECK (action IN ({ACTIONS})) NOT VALID;
""")


def finish() -> None:
    step("ALTER TABLE task_record.audit_entries VALIDATE CONSTRAINT audit_entries_action_check")
    build_index(
        "user_task_history_unfinished_idx",
        "user_task_history (created_at, id) WHERE status IN ('pending', 'processing') AND deleted_at IS NULL",
    )
