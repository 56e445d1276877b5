"""The trash, in which ended tasks wait for their deletion. Its index costs other tasks nothing."""

from migrations.steps import build_index, execute, step, tell, text_of, value

revision = "0038"
down_revision = "0037"

HAS_COLUMN = """
SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'user_task_history'::regclass AND attname = 'trashed_at')"""
COLUMN = """
ALTER TABLE user_task_history
  ADD COLUMN trashed_at TIMESTAMP WITH TIME ZONE,
  ADD CONSTRAINT user_task_history_trashed_at_check
    CHECK (trashed_at IS NULL OR (deleted_at IS NULL AND status NOT IN ('pending', 'processing'))) NOT VALID;
"""


def upgrade() -> None:
    if not value(HAS_COLUMN):
        execute(COLUMN)


def finish() -> None:
    tell("Looking whether each task is as it must be.")
    step(text_of("baseline/valid.sql"))
    build_index(
        "user_task_history_user_id_trashed_at_id_idx",
        "user_task_history (user_id, trashed_at DESC NULLS LAST, id DESC) WHERE trashed_at IS NOT NULL",
    )
