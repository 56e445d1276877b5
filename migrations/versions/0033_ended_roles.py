"""A webhook of all users ends with the role of its responsible user."""

from migrations.steps import execute

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    execute("""
ALTER TABLE task_record.webhooks
  ADD COLUMN IF NOT EXISTS responsible_id UUID,
  ADD COLUMN IF NOT EXISTS role_seen_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  DROP CONSTRAINT IF EXISTS webhooks_disabled_reason_check,
  ADD CONSTRAINT webhooks_disabled_reason_check
    CHECK (disabled_reason IN ('switched_off', 'failures', 'gone', 'role_ended'));
""")
