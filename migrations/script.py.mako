"""${message}"""

from migrations.steps import execute

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Change tables, in one transaction with the functions, triggers, policies and views."""
    execute("…")


def finish() -> None:
    """Do what takes long, after that and while servers run; so that it can be run again."""
