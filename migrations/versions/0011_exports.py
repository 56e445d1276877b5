"""Downloads that were asked for, each for ten minutes."""

from migrations.sql import execute, granted, isolated, text_of

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    execute(
        text_of("0011/exports.sql")
        + isolated("task_record.exports")
        + granted("SELECT, INSERT", "authenticated, service_role", "task_record.exports")
        + "GRANT DELETE ON task_record.exports TO service_role;"
    )
