"""A row has the objects signed and removed that it owns, and no others; what was sent for a task goes with the task."""

from alembic import op

from migrations.sql import build_index, execute, step, text_of

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        step(text_of("0004/owns.sql"))
        for kind in ("original", "generated"):
            column = f"aws_{kind}_key"
            build_index(
                f"user_task_history_{column}_idx",
                f"user_task_history (hashtextextended({column}, 0)) WHERE NOT task_record.owns(user_id, id, {column})",
            )
    execute(text_of("0004/objects.sql"))
