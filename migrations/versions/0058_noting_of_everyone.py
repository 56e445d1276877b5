"""Prompts are noted of users who have asked about them, or of everyone, once that is noted."""

from migrations.steps import execute

revision = "0058"
down_revision = "0057"


def upgrade() -> None:
    execute("""
ALTER TABLE task_record.noting DROP CONSTRAINT noting_kind_check;
ALTER TABLE task_record.noting ADD CONSTRAINT noting_kind_check CHECK (kind IN ('prompts', 'looks', 'everyone'));
""")
