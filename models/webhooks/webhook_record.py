from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Computed, DateTime, Index, Text, func, text
from sqlmodel import Field, SQLModel

import models.metadata  # noqa: F401 - its naming convention, and the table of users
from models.tasks.task import values


class WebhookEventType(StrEnum):
    TASK_CREATED = "task.created"
    TASK_COMPLETED = "task.completed"
    TASK_FAILED = "task.failed"
    TASK_DELETED = "task.deleted"
    CREDITS_LOW = "credits.low"


class WebhookRecord(SQLModel, table=True):
    """
    An address that events are sent to: those of its owner's tasks and credits, or of everyone's. Users cannot read its
    secrets. Of several databases its owner's has it; one of all users stands in each.
    """

    __tablename__ = "webhooks"
    __table_args__ = (
        CheckConstraint(f"cardinality(events) > 0 AND events <@ ARRAY[{values(WebhookEventType)}]", name="events"),
        Index("webhooks_user_id_idx", "user_id"),
        Index("webhooks_registered_user_id_idx", "registered_user_id"),
        Index("webhooks_all_users_idx", "id", postgresql_where=text("all_users")),
        {"schema": "task_record"},
    )

    id: UUID = Field(primary_key=True)
    user_id: UUID
    """Whose it is."""
    registered_user_id: UUID | None = Field(
        foreign_key="auth.users.id",
        ondelete="CASCADE",
        sa_column_args=(Computed("CASE WHEN all_users THEN NULL ELSE user_id END"),),
    )
    """The same, by which it goes with its owner; null for one of all users: a back end need not be registered."""
    url: str = Field(max_length=2_000)
    events: list[str] = Field(sa_type=ARRAY(Text))
    """Values of `WebhookEventType`, one or more."""
    all_users: bool = Field(sa_column_kwargs={"server_default": "false"})
    secret: str = Field(sa_type=Text)
    """`whsec_` and the key, base64; a trigger keeps the one before."""
    previous_secret: str | None = Field(sa_type=Text)
    previous_secret_until: datetime | None = Field(sa_type=DateTime(timezone=True))
    """Until when events are signed with the previous secret, too."""
    created_at: datetime = Field(sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.now()})
    failing_since: datetime | None = Field(sa_type=DateTime(timezone=True))
    disabled_at: datetime | None = Field(sa_type=DateTime(timezone=True))
    rests_until: datetime = Field(sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.now()})
    """Before then nothing is sent, as it has just failed, unless its owner wants it tried sooner."""
    claimed_until: datetime | None = Field(sa_type=DateTime(timezone=True))
    """Until then one process alone sends to it; null when none does. Users neither read nor change it."""
