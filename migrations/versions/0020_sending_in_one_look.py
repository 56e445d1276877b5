"""What is to be sent is looked for once, after whoever sends has been waited for."""

from migrations.sql import execute, text_of

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    execute(text_of("0020/send_notifications.sql"))
