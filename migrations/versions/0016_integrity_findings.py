"""What the last inspection has left, for the metrics."""

from migrations.sql import enclosed, execute, text_of

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    execute(
        text_of("0016/integrity_findings.sql") + enclosed("SELECT, INSERT, UPDATE", "task_record.integrity_findings")
    )
