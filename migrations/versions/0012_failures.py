"""What tasks failed of lately is found whatever their number."""

from alembic import op

from migrations.sql import build_index

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        build_index(
            "user_task_history_failed_completed_at_idx",
            "user_task_history (completed_at DESC) WHERE status = 'failed' AND deleted_at IS NULL",
        )
