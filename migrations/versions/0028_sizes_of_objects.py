"""How large each recorded object must be, so that `reconcile` sees one that is not."""

from migrations.sql import execute, text_of

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    execute(text_of("0028/recorded_objects.sql"))
