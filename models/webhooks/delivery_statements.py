"""The statements by which whoever has a webhook finds what was sent to it, and has it sent again."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, DateTime, Integer, Uuid, bindparam, text

from models.statement import Statement
from models.webhooks.delivery_record import TEST


class DeliveryRow(NamedTuple):
    """An event on its way to a webhook, as a `DeliveryRecord` tells it."""

    id: UUID
    webhook_id: UUID
    type: str
    state: str
    """The value of a `DeliveryState`."""
    attempts: str
    """A JSON array, oldest first."""
    next_attempt_at: datetime | None
    created_at: datetime


class Resent(NamedTuple):
    deliveries: int


MOST_RESENT = 10_000
"""Deliveries that one call has sent again."""
COLUMNS = ", ".join(DeliveryRow._fields)
ID, WEBHOOK = bindparam("id", type_=Uuid), bindparam("webhook_id", type_=Uuid)
FIND = Statement(
    "find_webhook_deliveries",
    text(f"""
SELECT {COLUMNS} FROM task_record.webhook_deliveries WHERE id = ANY (:ids) AND EXISTS (
  SELECT FROM task_record.webhooks AS webhook WHERE webhook.id = webhook_id
    AND (webhook.user_id = :user_id AND NOT all_users OR all_users AND :of_all)
)""").bindparams(
        bindparam("ids", type_=ARRAY(Uuid)), bindparam("user_id", type_=Uuid), bindparam("of_all", type_=Boolean)
    ),
    DeliveryRow,
)
AWAKE = """awake AS (
  UPDATE task_record.webhooks SET rests_until = now() WHERE id IN (SELECT webhook_id FROM sent)
)"""
SEND_TEST = Statement(
    "send_test_event",
    text(f"""
WITH sent AS (
  INSERT INTO task_record.webhook_deliveries (webhook_id, user_id, subject_id, type, data)
  SELECT id, user_id, user_id, '{TEST}', json_build_object('webhookId', id) FROM task_record.webhooks WHERE id = :webhook_id
  RETURNING {COLUMNS}
), {AWAKE} SELECT {COLUMNS} FROM sent
""").bindparams(WEBHOOK),
    DeliveryRow,
)
AGAIN = "state = 'waiting', failures = 0, next_attempt_at = now()"
RESEND = Statement(
    "resend_webhook",
    text(f"""
WITH sent AS (
  UPDATE task_record.webhook_deliveries SET {AGAIN} WHERE id = :id RETURNING webhook_id
), {AWAKE} SELECT count(*) AS deliveries FROM sent
""").bindparams(ID),
    Resent,
)
RESEND_FAILED = Statement(
    "resend_webhook",
    text(f"""
WITH failed AS (
  SELECT id FROM task_record.webhook_deliveries
  WHERE webhook_id = :webhook_id AND state = 'failed' AND created_at >= :since ORDER BY created_at LIMIT :most
), sent AS (
  UPDATE task_record.webhook_deliveries SET {AGAIN} WHERE id IN (SELECT id FROM failed) RETURNING webhook_id
), {AWAKE} SELECT count(*) AS deliveries FROM sent
""").bindparams(
        WEBHOOK, bindparam("since", type_=DateTime(timezone=True)), bindparam("most", MOST_RESENT, type_=Integer)
    ),
    Resent,
)
"""Up to MOST_RESENT of those that were given up, the oldest first."""
