from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, DateTime, Index, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.table_rules import ALL, TableRules
from models.tasks.task import one_of, values
from models.webhooks.webhook_record import OWN, WebhookEventType

TEST = "test"
"""The type of the event that `testWebhook` sends."""
MOST_ATTEMPTS = 12
"""How many attempts are kept of a delivery, the last ones. There are no more unless a user has it sent again."""


class DeliveryState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class WebhookErrorCode(StrEnum):
    """Why an attempt had no answer."""

    ADDRESS_NOT_PUBLIC = "address_not_public"
    HOST_NOT_FOUND = "host_not_found"
    NOT_CONNECTED = "not_connected"
    TLS_FAILED = "tls_failed"
    TIMED_OUT = "timed_out"
    DISCONNECTED = "disconnected"
    NOT_HTTP = "not_http"
    OTHER = "other"


class DeliveryRecord(SQLModel, table=True):
    """
    An event for one webhook, recorded in the transaction in which it happened and kept for 30 days. It holds ids,
    numbers and times: no prompt, no error message, no address of an image.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        CheckConstraint(f"type IN ({values(WebhookEventType)}, '{TEST}')", name="type"),
        CheckConstraint(f"state IN ({values(DeliveryState)})", name="state"),
        CheckConstraint("(next_attempt_at IS NOT NULL) = (state = 'waiting')", name="next_attempt_at"),
        Index("webhook_deliveries_webhook_id_created_at_id_idx", "webhook_id", "created_at", "id"),
        Index(
            "webhook_deliveries_webhook_id_failed_idx",
            "webhook_id",
            "created_at",
            "id",
            postgresql_where=text("state = 'failed'"),
        ),
        Index(
            "webhook_deliveries_webhook_id_next_attempt_at_idx",
            "webhook_id",
            "next_attempt_at",
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("webhook_deliveries_subject_id_idx", "subject_id"),
        TableRules(
            users="SELECT, INSERT (webhook_id, user_id, subject_id, type, data),"
            " UPDATE (state, failures, next_attempt_at)",
            service=ALL,
            whose=f"webhook_id IN (SELECT id FROM task_record.webhooks WHERE {OWN})",  # noqa: S608 - of constants
            erased="",  # by forget_webhooks
        ).args(),
    )

    id: UUID = Field(primary_key=True, sa_column_kwargs={"server_default": func.gen_random_uuid()})
    webhook_id: UUID
    user_id: UUID
    """The owner of the webhook."""
    subject_id: UUID
    """The user whose task or credits the event is about."""
    type: str = Field(max_length=20)
    """The value of a `WebhookEventType`, or TEST."""
    data: str = Field(sa_type=JSON)
    state: str = Field(
        sa_type=one_of(DeliveryState, 10), sa_column_kwargs={"server_default": DeliveryState.WAITING.value}
    )
    attempts: str = Field(sa_type=JSONB, sa_column_kwargs={"server_default": "[]"})
    """A JSON array of up to MOST_ATTEMPTS objects with the fields of the API's `WebhookAttempt`, oldest first."""
    failures: int = Field(sa_column_kwargs={"server_default": "0"})
    """
    Attempts that failed since the event happened, or since a user had it sent again. The more there are, the later is
    the next attempt.
    """
    next_attempt_at: datetime | None = Field(
        sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.now()}
    )
    created_at: datetime = Field(sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.now()})
