"""The removal of a user with all that is theirs, and that it was done."""

from migrations.sql import enclosed, execute, text_of

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    execute(
        text_of("lock_tasks.sql")
        + text_of("0014/erasure.sql")
        + enclosed("SELECT, UPDATE (completed_at)", "task_record.erasures")
    )
