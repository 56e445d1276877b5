"""Notifications are sent by servers alone, so no row says whether it was sent with its transaction."""

from migrations.steps import execute

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    execute("""
DROP TRIGGER IF EXISTS notify_at_once ON task_record.notifications;
ALTER TABLE task_record.notifications DROP COLUMN IF EXISTS sent;
""")
