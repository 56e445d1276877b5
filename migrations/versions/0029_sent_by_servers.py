"""Only servers send notifications, so rows do not record whether their transaction sent them."""

from migrations.steps import execute

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    execute("""
DROP TRIGGER IF EXISTS notify_at_once ON task_record.notifications;
ALTER TABLE task_record.notifications DROP COLUMN IF EXISTS sent;
""")
