"""Creates the task table of the original design, and the users that it refers to, unless they exist."""

from migrations.steps import execute, text_of

revision = "0001"
down_revision = None


def upgrade() -> None:
    execute(text_of("baseline/auth.sql"))
    execute(text_of("baseline/original_design.sql"))
