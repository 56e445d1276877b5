"""The links to a board in the order of time: one that has many is read from its newest on."""

from alembic import op

from migrations.steps import build_index, drop_index

revision = "0061"
down_revision = "0059"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        build_index(
            "task_record.share_links_board_id_created_at_id_idx",
            "task_record.share_links (board_id, created_at, id)",
        )
        drop_index("task_record.share_links_board_id_idx")
