"""Users' ratings of their results. The index has only rated tasks, so that it costs others nothing."""

from migrations.steps import build_index, execute, step, tell, text_of, value

revision = "0049"
down_revision = "0046"

HAS_COLUMN = """
SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'user_task_history'::regclass AND attname = 'rating')"""
COLUMN = """
ALTER TABLE user_task_history
  ADD COLUMN rating SMALLINT,
  ADD CONSTRAINT user_task_history_rating_check
    CHECK (rating IS NULL OR (rating BETWEEN 1 AND 5 AND status = 'completed')) NOT VALID;
"""


def upgrade() -> None:
    if not value(HAS_COLUMN):
        execute(COLUMN)


def finish() -> None:
    tell("Looking whether each task is as it must be.")
    step(text_of("baseline/valid.sql"))
    build_index(
        "user_task_history_user_id_rated_created_at_idx",
        "user_task_history (user_id, created_at) INCLUDE (rating, model_version, task_type) WHERE rating IS NOT NULL",
    )
