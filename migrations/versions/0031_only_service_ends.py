"""
Only a back end ends a task that a back end has recorded or started. It is not known who recorded existing tasks: users
may end them as before.
"""

from migrations.steps import execute

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    execute("ALTER TABLE user_task_history ADD COLUMN IF NOT EXISTS only_service_ends boolean NOT NULL DEFAULT false")
