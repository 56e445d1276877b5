"""Whoever changes a webhook ends its rest, not the claim of the process that is just sending to it."""

from migrations.sql import execute

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    execute("ALTER TABLE task_record.webhooks ADD COLUMN claimed_until TIMESTAMP WITH TIME ZONE")
