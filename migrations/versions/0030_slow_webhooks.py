"""Webhooks whose receivers are slow are known as such; those that are switched on are found past all others."""

from migrations.steps import execute

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    execute("""
ALTER TABLE task_record.webhooks ADD COLUMN IF NOT EXISTS is_slow BOOLEAN NOT NULL DEFAULT false;
CREATE INDEX IF NOT EXISTS webhooks_switched_on_idx ON task_record.webhooks (id) WHERE disabled_at IS NULL;
""")
