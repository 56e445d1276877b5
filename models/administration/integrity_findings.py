"""The findings that the last `./run reconcile` did not repair, and those of the last backup, kept for the metrics."""

from datetime import datetime

from sqlalchemy import DateTime, Text
from sqlmodel import Field, SQLModel

from models.statement import NoRow, Statement
from models.table_rules import NOBODYS, TableRules


class IntegrityFinding(SQLModel, table=True):
    """How many findings of a kind, such as `missing_objects`, were left unrepaired."""

    __tablename__ = "integrity_findings"
    __table_args__ = TableRules(whose=NOBODYS, service="SELECT, INSERT, UPDATE").args()

    kind: str = Field(sa_type=Text, primary_key=True)
    findings: int
    checked_at: datetime = Field(sa_type=DateTime(timezone=True))


KEEP_FINDINGS = Statement(
    "keep_findings",
    """
INSERT INTO task_record.integrity_findings (kind, findings, checked_at)
SELECT kind, findings, :checked_at FROM unnest(CAST(:kinds AS text[]), CAST(:numbers AS integer[]))
  AS numbered (kind, findings)
ON CONFLICT (kind) DO UPDATE SET findings = EXCLUDED.findings, checked_at = EXCLUDED.checked_at
""",
    NoRow,
)
"""Stores how many findings there are of each kind: the `numbers`, in the order of the `kinds`."""
BACKUP = "backup"
"""The kind of what a backup finds, images that are lost or damaged. It was finished when it was `checked_at`."""
KEEP_BACKUP = """
INSERT INTO task_record.integrity_findings (kind, findings, checked_at) VALUES ('backup', $1, $2)
ON CONFLICT (kind) DO UPDATE SET findings = EXCLUDED.findings, checked_at = EXCLUDED.checked_at
"""
"""Stores how many a backup found, and when it was finished; run by the owner."""
FINDINGS = Statement(
    "findings", "SELECT kind, findings, checked_at FROM task_record.integrity_findings", IntegrityFinding
)
