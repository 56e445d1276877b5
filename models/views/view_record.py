from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.boards.board_tables import MAX_NAME
from models.table_rules import ALL, TableRules

MAX_CONDITIONS = 4_096
"""Bytes of a filter, as PostgreSQL writes its JSON."""


class SavedViewRecord(SQLModel, table=True):
    """Which tasks a user wants to see again, and in which order, under a name that no other view of theirs has."""

    __tablename__ = "saved_views"
    __table_args__ = (
        UniqueConstraint("user_id", "name"),
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint(
            f"jsonb_typeof(conditions) = 'object' AND octet_length(conditions::text) <= {MAX_CONDITIONS}",
            name="conditions",
        ),
        TableRules(users=ALL, service=ALL, registers="true").args(),
    )

    user_id: UUID = Field(primary_key=True, foreign_key="auth.users.id", ondelete="CASCADE")
    id: UUID = Field(primary_key=True)
    """Other users may have views of the same id."""
    name: str = Field(max_length=MAX_NAME)
    conditions: str = Field(sa_type=JSONB)
    """The `TaskFilter`, as clients of the API send it."""
    order_field: str = Field(max_length=20)
    """The value of a `TaskOrderField`."""
    order_direction: str = Field(max_length=4)
    """The value of an `OrderDirection`."""
    position: int
    """Views come in the order of their positions, between which there may be gaps."""
    created_at: datetime = Field(sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.now()})
