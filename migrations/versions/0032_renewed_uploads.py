"""An upload that is requested again renews the open one, for as long as a new one."""

from migrations.steps import execute

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    execute("GRANT UPDATE (created_at) ON task_record.image_uploads TO authenticated, service_role")
