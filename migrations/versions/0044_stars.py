"""Stars of tasks. Their index costs tasks without one nothing."""

from migrations.steps import build_index, execute, value

revision = "0044"
down_revision = "0050"

HAS_COLUMN = """
SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'user_task_history'::regclass AND attname = 'starred_at')"""
COLUMN = "ALTER TABLE user_task_history ADD COLUMN starred_at TIMESTAMP WITH TIME ZONE;"


def upgrade() -> None:
    if not value(HAS_COLUMN):
        execute(COLUMN)


def finish() -> None:
    build_index(
        "user_task_history_user_id_starred_idx",
        "user_task_history (user_id, created_at DESC, id DESC) WHERE starred_at IS NOT NULL",
    )
