"""
Creates all tables as `models/` defines them. The migrations from 0002 to 0027 made the same ones. The table of tasks
may have millions of rows of the original design and be in use. So this takes several steps; those that make others wait
read no rows. An interrupted step can be repeated.
"""

from alembic import op

from migrations.installed import statements
from migrations.lock_timeouts import LOCK_TASKS
from migrations.steps import build_index, drop_index, folder, step, tell, text_of, value

revision = "0028"
down_revision = "0001"

IS_ADOPTED = """
SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'user_task_history'::regclass AND attname = 'more_images')"""
PAGES_PER_STEP = 100
"""Pages of 8 kB, a few thousand rows. Writers of one of these rows wait for less than 0.2 s."""


def fill() -> None:
    """Fill columns that must not be null."""
    pages = value("SELECT pg_relation_size('user_task_history') / current_setting('block_size')::bigint")
    tell("Filling in what tasks lack.")
    for first in range(0, pages, PAGES_PER_STEP):
        step(text_of("baseline/filled.sql").format(first=first, last=first + PAGES_PER_STEP))


def index() -> None:
    """Replace the indexes; those of the original design are used until then."""
    for name, on in {
        "user_id_created_at_id": "(user_id, created_at DESC, id DESC) WHERE deleted_at IS NULL",
        "user_id_updated_at": "(user_id, updated_at)",
        "created_at_id": "(created_at DESC, id DESC) WHERE deleted_at IS NULL",
        "failed_completed_at": "(completed_at DESC) WHERE status = 'failed' AND deleted_at IS NULL",
        **{
            key: f"(hashtextextended({key}, 0)) WHERE NOT task_record.owns(user_id, id, {key})"
            for key in ("aws_original_key", "aws_generated_key")
        },
    }.items():
        build_index(f"user_task_history_{name}_idx", f"user_task_history {on}")
    drop_index("idx_user_task_history_user_created")
    drop_index("idx_user_task_history_status")


def upgrade() -> None:
    with op.get_context().autocommit_block():
        if not value(IS_ADOPTED):
            step(LOCK_TASKS + statements()["FUNCTION task_record.owns"] + text_of("baseline/adopted.sql"))
        step(text_of("baseline/unfit_rows.sql"))  # those written since the check of `migrate`
        if not value("SELECT to_regclass('task_record.webhooks') IS NOT NULL"):
            fill()
            step(LOCK_TASKS + text_of("baseline/stay_filled.sql"))
            fill()
            tell("Looking whether each task is as it must be.")
            step(text_of("baseline/valid.sql"))
            index()
            step(
                LOCK_TASKS
                + text_of("baseline/not_null.sql")
                + folder("baseline/tables")
                + text_of("baseline/rights.sql")
            )
