"""What tasks were made from: a table of its own, written when a task is recorded and never changed."""

from migrations.sql import execute, readable, text_of

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    execute(
        text_of("lock_tasks.sql")
        + text_of("0007/task_sources.sql")
        + readable("task_record.task_sources")
        + "GRANT INSERT ON task_record.task_sources TO authenticated, service_role;"
    )
