"""${message}"""

from migrations.sql import execute, text_of

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    execute(text_of("${up_revision}/….sql"))
