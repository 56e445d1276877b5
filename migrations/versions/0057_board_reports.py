"""A report may be about a board."""

from migrations.steps import execute

revision = "0057"
down_revision = "0055"


def upgrade() -> None:
    execute("ALTER TABLE task_record.exports ADD COLUMN IF NOT EXISTS board_id UUID;")
