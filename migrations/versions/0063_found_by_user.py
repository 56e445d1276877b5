"""What an erasure and a move look for by the user is found by an index, while the user is locked."""

from alembic import op

from migrations.steps import build_index

revision = "0063"
down_revision = "0064"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        build_index("task_record.task_sources_user_id_idx", "task_record.task_sources (user_id)")
        build_index("task_record.erasures_user_id_requested_at_idx", "task_record.erasures (user_id, requested_at)")
        build_index("task_record.exports_user_id_idx", "task_record.exports (user_id)")
