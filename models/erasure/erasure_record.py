from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Index, func, text
from sqlmodel import Field, SQLModel

from models.table_rules import NOBODYS, TableRules


class ErasureRecord(SQLModel, table=True):
    """The receipt for the erasure of a user. It is kept for good, and holds nothing else about the user."""

    __tablename__ = "erasures"
    __table_args__ = (
        Index("erasures_user_id_requested_at_idx", "user_id", "requested_at"),
        Index("erasures_requested_at_idx", "requested_at", postgresql_where=text("completed_at IS NULL")),
        TableRules(whose=NOBODYS, service="SELECT, UPDATE (completed_at)").args(),
    )

    id: UUID = Field(primary_key=True, sa_column_kwargs={"server_default": func.gen_random_uuid()})
    user_id: UUID
    tasks: int
    images: int
    requested_at: datetime = Field(sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.now()})
    sent_until: datetime = Field(sa_type=DateTime(timezone=True))
    """Until when uploads that were announced before the erasure may still arrive in storage."""
    completed_at: datetime | None = Field(sa_type=DateTime(timezone=True))
    """When storage was found to hold nothing of the user any more; null until then."""
