"""
The table of deliveries, and the statements by which users read the deliveries to their webhooks, and resend events.
"""

from datetime import datetime
from enum import StrEnum
from functools import cache
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, DateTime, Index, String, bindparam, func, literal_column, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.keyset_list import KeysetList, OrderedRows
from models.statement import NumberRow, Statement
from models.table_rules import ALL, TableRules
from models.tasks.task import one_of, values
from models.webhooks.webhook_record import OWN, WebhookEventType
from models.webhooks.webhook_statements import ARE_SEEN

TEST = "test"
"""The type of the event that `testWebhook` sends."""
MOST_ATTEMPTS = 12
"""The most attempts of a delivery that are stored, the last ones. There are no more unless a user resends it."""


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
    An event for one webhook, recorded in the transaction of its cause and retained for 30 days. It holds ids, numbers
    and times: no prompt, no error message, no address of an image.
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
    """Failed attempts since the event, or since a user resent it. The more, the later is the next attempt."""
    next_attempt_at: datetime | None = Field(
        sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.now()}
    )
    created_at: datetime = Field(sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.now()})


MOST_RESENT = 10_000
"""The most deliveries that one call resends."""
READ = ("id", "webhook_id", "type", "state", "attempts", "next_attempt_at", "created_at")
"""The columns of a delivery that its user reads."""
COLUMNS = ", ".join(READ)
FIND = Statement(
    "find_webhook_deliveries",
    f"""
SELECT {", ".join(f"delivery.{name}" for name in READ)}
FROM task_record.webhook_deliveries AS delivery JOIN task_record.webhooks ON webhooks.id = webhook_id
WHERE delivery.id = ANY (:ids) AND {ARE_SEEN}
""",  # noqa: S608
    DeliveryRecord,
)
AWAKE = """awake AS (
  UPDATE task_record.webhooks SET rests_until = now() WHERE id IN (SELECT webhook_id FROM sent)
)"""
SEND_TEST = Statement(
    "send_test_event",
    f"""
WITH sent AS (
  INSERT INTO task_record.webhook_deliveries (webhook_id, user_id, subject_id, type, data)
  SELECT id, user_id, user_id, '{TEST}', json_build_object('webhookId', id)
  FROM task_record.webhooks WHERE id = :webhook_id
  RETURNING {COLUMNS}
), {AWAKE} SELECT {COLUMNS} FROM sent
""",  # noqa: S608
    DeliveryRecord,
)
AGAIN = "state = 'waiting', failures = 0, next_attempt_at = now()"
RESEND = Statement(
    "resend_delivery",
    f"""
WITH sent AS (
  UPDATE task_record.webhook_deliveries SET {AGAIN} WHERE id = :id RETURNING webhook_id
), {AWAKE} SELECT count(*) FROM sent
""",  # noqa: S608
    NumberRow,
)
RESEND_FAILED = Statement(
    "resend_failed_deliveries",
    f"""
WITH given_up AS (
  SELECT id, created_at FROM task_record.webhook_deliveries
  WHERE webhook_id = :webhook_id AND state = 'failed' AND created_at >= :since ORDER BY created_at LIMIT :most
), due_later AS (
  SELECT id, created_at FROM task_record.webhook_deliveries
  WHERE webhook_id = :webhook_id AND state = 'waiting' AND next_attempt_at > now() AND created_at >= :since
  ORDER BY next_attempt_at LIMIT :most
), oldest AS (
  SELECT id FROM (TABLE given_up UNION ALL TABLE due_later) AS undelivered ORDER BY created_at LIMIT :most
), sent AS (
  UPDATE task_record.webhook_deliveries SET {AGAIN} WHERE id IN (SELECT id FROM oldest) RETURNING webhook_id
), {AWAKE} SELECT count(*) FROM sent
""",  # noqa: S608
    NumberRow,
    most=MOST_RESENT,
)
"""Resends up to MOST_RESENT deliveries that were given up or wait for another attempt, oldest first."""

TABLE = SQLModel.metadata.tables["task_record.webhook_deliveries"].c


@cache
def deliveries(state: DeliveryState | None) -> OrderedRows[DeliveryRecord]:
    rows = select(*(TABLE[name] for name in READ)).where(
        TABLE["webhook_id"] == bindparam("webhook_id"),
        TABLE["created_at"] > literal_column("now() - interval '30 days'", DateTime(timezone=True)),
    )
    if state:  # as a literal, so that PostgreSQL can use the index of rows in this state
        rows = rows.where(TABLE["state"] == literal_column(f"'{state.value}'", String))
    return OrderedRows("webhook_deliveries", rows, DeliveryRecord, (TABLE["created_at"], TABLE["id"]))


def delivery_list(webhook_id: UUID, state: DeliveryState | None) -> KeysetList[DeliveryRecord]:
    """The deliveries to a webhook in the past 30 days, newest first, in one state or (None) in any."""
    return KeysetList(deliveries(state), f"deliveries {webhook_id} {state or ''}", {"webhook_id": webhook_id})
