"""The links to a board in the order of time: a long list is read from its newest link."""

from migrations.steps import build_index, drop_index

revision = "0065"
down_revision = "0064"


def upgrade() -> None:
    """Its index is built while servers run."""


def finish() -> None:
    build_index(
        "task_record.share_links_board_id_created_at_id_idx", "task_record.share_links (board_id, created_at, id)"
    )
    drop_index("task_record.share_links_board_id_idx")
