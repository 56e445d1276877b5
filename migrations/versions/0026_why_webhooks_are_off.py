"""A webhook that is switched off says why."""

from migrations.sql import execute

revision = "0026"
down_revision = "0025"

REASON = """
ALTER TABLE task_record.webhooks ADD COLUMN disabled_reason VARCHAR(20)
  CONSTRAINT webhooks_disabled_reason_check CHECK (disabled_reason IN ('switched_off', 'failures', 'gone'));
GRANT SELECT (disabled_reason), UPDATE (disabled_reason) ON task_record.webhooks TO authenticated;
"""


def upgrade() -> None:
    execute(REASON)
