from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Computed, DateTime, Index, Text, func, text
from sqlmodel import Field, SQLModel

from models.table_rules import ALL, OF_USER, TableRules
from models.tasks.task import one_of, values


class WebhookEventType(StrEnum):
    """The types of events, each as it is sent, with its description."""

    description: str

    def __new__(cls, sent_as: str, description: str) -> Self:
        member = str.__new__(cls, sent_as)
        member._value_, member.description = sent_as, description
        return member

    TASK_CREATED = "task.created", "a task was recorded."
    TASK_COMPLETED = "task.completed", "a task has ended with its images."
    TASK_FAILED = "task.failed", "a task has ended without images."
    TASK_CANCELED = "task.canceled", "a task was given up before it had ended."
    TASK_DELETED = "task.deleted", "a task was deleted, purged or removed because of its age."
    CREDITS_LOW = "credits.low", "fewer credits are available than the plan's warning level."


class WebhookDisabledReason(StrEnum):
    SWITCHED_OFF = "switched_off"
    FAILURES = "failures"
    GONE = "gone"
    ROLE_ENDED = "role_ended"


OWN = f"{OF_USER} AND NOT all_users"
"""The condition on a user's own webhooks: not one of all users, even if this user created it."""
READ = "id, user_id, url, events, all_users, created_at, failing_since, disabled_at, disabled_reason"
"""The columns that users may read: no secret."""


class WebhookRecord(SQLModel, table=True):
    """
    An address to which events are sent: those of its owner's tasks and credits, or of all users'. Users cannot read its
    secrets. A webhook of all users has a row wherever there are users.
    """

    __tablename__ = "webhooks"
    __table_args__ = (
        CheckConstraint(f"cardinality(events) > 0 AND events <@ ARRAY[{values(WebhookEventType)}]", name="events"),
        CheckConstraint(f"disabled_reason IN ({values(WebhookDisabledReason)})", name="disabled_reason"),
        Index("webhooks_user_id_idx", "user_id"),
        Index("webhooks_registered_user_id_idx", "registered_user_id"),
        Index("webhooks_all_users_idx", "id", postgresql_where=text("all_users")),
        Index("webhooks_switched_on_idx", "id", postgresql_where=text("disabled_at IS NULL")),
        TableRules(
            # Users create no webhook of all users.
            users=f"SELECT ({READ}), INSERT (id, user_id, url, events, secret),"
            " UPDATE (url, events, secret, failing_since, disabled_at, disabled_reason, rests_until), DELETE",
            service=ALL,
            whose=OWN,
            registers="NOT NEW.all_users",
            erased="",  # by forget_webhooks, which erase_user calls before it deletes tasks
        ).args(),
    )

    id: UUID = Field(primary_key=True)
    user_id: UUID
    """The owner: the user who created the webhook."""
    registered_user_id: UUID | None = Field(
        foreign_key="auth.users.id",
        ondelete="CASCADE",
        sa_column_args=(Computed("CASE WHEN all_users THEN NULL ELSE user_id END"),),
    )
    """The owner, whose deletion deletes the row; null for a webhook of all users, whose owner may be unregistered."""
    url: str = Field(max_length=2_000)
    events: list[str] = Field(sa_type=ARRAY(Text))
    """Values of `WebhookEventType`, one or more."""
    all_users: bool = Field(sa_column_kwargs={"server_default": "false"})
    secret: str = Field(sa_type=Text)
    """`whsec_` and the key in base64. When it changes, a trigger copies the old one to `previous_secret`."""
    previous_secret: str | None = Field(sa_type=Text)
    previous_secret_until: datetime | None = Field(sa_type=DateTime(timezone=True))
    """Until when events are also signed with the previous secret."""
    created_at: datetime = Field(sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.now()})
    failing_since: datetime | None = Field(sa_type=DateTime(timezone=True))
    disabled_at: datetime | None = Field(sa_type=DateTime(timezone=True))
    disabled_reason: str | None = Field(sa_type=one_of(WebhookDisabledReason, 20))
    """Null if plain SQL has set `disabled_at`. Ignored while that is null."""
    rests_until: datetime = Field(sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.now()})
    """Nothing is sent before this time, because attempts have failed. Set it to now to send sooner."""
    claimed_until: datetime | None = Field(sa_type=DateTime(timezone=True))
    """Until when only one process may send to it; null without a claim. Users neither read nor change it."""
    is_slow: bool = Field(sa_column_kwargs={"server_default": "false"})
    """Whether the last attempts were slow. Slow webhooks share a smaller part of the sending capacity."""
    responsible_id: UUID | None
    """The user whose role a webhook of all users depends on: its last editor, or null for its owner."""
    role_seen_at: datetime = Field(sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.now()})
    """When a token last showed that the responsible user has the role, to the hour."""
