"""Users write nothing that the server would not write for them and that is in the way of others."""

from migrations.sql import execute, text_of

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    execute(text_of("lock_tasks.sql") + text_of("0027/refuse.sql"))
