"""Indexes by user for erasures and moves, which lock the user."""

from migrations.steps import build_index

revision = "0064"
down_revision = "0063"


def upgrade() -> None:
    """Its indexes are built while servers run."""


def finish() -> None:
    build_index("task_record.task_sources_user_id_idx", "task_record.task_sources (user_id)")
    build_index("task_record.erasures_user_id_requested_at_idx", "task_record.erasures (user_id, requested_at)")
    build_index("task_record.exports_user_id_idx", "task_record.exports (user_id)")
