"""
Tasks with several images: the first stays where it was, the others are in a column beside it, which all that counts
and removes images now looks at, too.
"""

from alembic import op

from migrations.sql import step, text_of

revision = "0005"
down_revision = "0004"

SIZES = (
    "coalesce(generated_size, 0)",
    ("coalesce(generated_size, 0) + CASE WHEN more_images IS NULL THEN 0 ELSE task_record.size_of(more_images) END"),
)
"""What of a task's images is counted for the storage that a user takes: what was counted, and what is."""


def computed_statistics() -> str:
    tasks = "SELECT 1 AS sign, * FROM user_task_history"
    totals = text_of("0002/totals.sql").replace(*SIZES).replace("{changes}", tasks)
    return f"CREATE OR REPLACE VIEW task_record.computed_statistics AS {totals};"


def upgrade() -> None:
    counting = text_of("0005/counting.sql").replace("{before}", SIZES[0]).replace("{after}", SIZES[1])
    with op.get_context().autocommit_block():
        step(
            text_of("lock_tasks.sql")
            + text_of("0005/columns.sql")
            + text_of("0005/objects.sql")
            + counting
            + computed_statistics()
        )
        step(text_of("0002/valid.sql"))
