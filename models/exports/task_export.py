from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.table_rules import TableRules
from models.tasks.task import one_of, values


class ExportFormat(StrEnum):
    CSV = "csv"
    NDJSON = "ndjson"
    ZIP = "zip"
    REPORT = "report"


class TaskExport(SQLModel, table=True):
    """
    A prepared download. Its URL holds a random token, of which only the SHA-256 is kept: who reads this table cannot
    fetch anything.
    """

    __tablename__ = "exports"
    __table_args__ = (
        CheckConstraint(f"format IN ({values(ExportFormat)})", name="format"),
        Index("exports_user_id_idx", "user_id"),
        Index("exports_asked_by_idx", "asked_by"),
        TableRules(
            users="SELECT, INSERT",
            service="SELECT, INSERT, DELETE",
            erased="DELETE FROM {table} WHERE {user} IN (user_id, asked_by)",
        ).args(),
    )

    token_sha256: str = Field(primary_key=True, max_length=64)
    user_id: UUID
    """The user whose tasks are exported."""
    asked_by: UUID
    """The user, or an administrator, who asked for it. The download counts towards their limits."""
    format: str = Field(sa_type=one_of(ExportFormat, 10))
    conditions: str = Field(sa_type=JSONB)
    """The TaskConditions that the tasks meet, as JSON."""
    board_id: UUID | None
    """The board, of which `user_id` is a member, whose tasks of all members are exported; None: the user's own."""
    expires_at: datetime = Field(sa_type=DateTime(timezone=True))
