"""Prompts are indexed for users who have requested them; if so recorded, for all users."""

from migrations.steps import execute

revision = "0058"
down_revision = "0057"


def upgrade() -> None:
    execute("""
ALTER TABLE task_record.noting DROP CONSTRAINT noting_kind_check;
ALTER TABLE task_record.noting ADD CONSTRAINT noting_kind_check CHECK (kind IN ('prompts', 'looks', 'everyone'));
""")
