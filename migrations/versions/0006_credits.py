"""What users may spend, what is set aside for their tasks, and each change to it."""

from alembic import op

from migrations.sql import readable, step, text_of, value

revision = "0006"
down_revision = "0005"

TABLES = [f"task_record.{name}" for name in ("credit_accounts", "credit_grants", "credit_holds", "credit_entries")]


def upgrade() -> None:
    with op.get_context().autocommit_block():
        if not value("SELECT to_regclass('task_record.credit_accounts') IS NOT NULL"):
            step(
                text_of("lock_tasks.sql")
                + text_of("0006/tables.sql")
                + readable(*TABLES)
                + text_of("0006/functions.sql")
                + text_of("0006/triggers.sql")
                + text_of("0006/drifted_credits.sql")
            )
        step(text_of("0002/valid.sql"))
