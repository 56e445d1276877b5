"""A report may be of a board. And an index of labels, which has the prompts that have any."""

from alembic import op

from migrations.installed import statements
from migrations.steps import build_index, step

revision = "0057"
down_revision = "0055"

COLUMN = "ALTER TABLE task_record.exports ADD COLUMN IF NOT EXISTS board_id UUID;"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        step(f"SET LOCAL lock_timeout = '200ms'; {COLUMN} {statements()['FUNCTION task_record.label_keys']}")
        build_index(
            "prompts_labels_idx",
            "task_record.prompts USING gin (task_record.label_keys(user_id, labels)) WHERE labels <> '{}'",
        )
