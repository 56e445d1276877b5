"""Of several databases, users can be moved from one to another."""

from migrations.sql import enclosed, execute, text_of

revision = "0018"
down_revision = "0017"

UNLESS_MOVED = """(current_setting('task_record.moving', true) IS DISTINCT FROM 'on'
    OR current_user IN ('authenticated', 'service_role'))"""


def upgrade() -> None:
    execute(
        text_of("lock_tasks.sql")
        + text_of("0018/tables.sql")
        + enclosed("SELECT", "task_record.moved_users", "task_record.arrivals", "task_record.arriving_rows")
        + text_of("0018/functions.sql")
        + text_of("0018/triggers.sql").replace("{unless_moved}", UNLESS_MOVED)
    )
