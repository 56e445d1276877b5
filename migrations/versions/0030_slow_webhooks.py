"""Webhooks record whether their receivers are slow, and an index finds those that are enabled."""

from migrations.steps import execute

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    execute("""
ALTER TABLE task_record.webhooks ADD COLUMN IF NOT EXISTS is_slow BOOLEAN NOT NULL DEFAULT false;
CREATE INDEX IF NOT EXISTS webhooks_switched_on_idx ON task_record.webhooks (id) WHERE disabled_at IS NULL;
""")
