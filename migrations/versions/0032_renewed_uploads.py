"""An upload that is asked for again is the one that is open, and lasts as long as a new one."""

from migrations.steps import execute

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    execute("GRANT UPDATE (created_at) ON task_record.image_uploads TO authenticated, service_role")
