"""For how long each user's tasks are kept, and what of them was removed because of its age."""

from migrations.sql import execute, granted, isolated, text_of

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    execute(
        text_of("lock_tasks.sql")
        + text_of("0010/retention.sql")
        + isolated("task_record.user_plans")
        + granted("SELECT, INSERT, UPDATE", "authenticated, service_role", "task_record.user_plans")
    )
