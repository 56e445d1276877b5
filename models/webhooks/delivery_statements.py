"""The statements by which users read the deliveries to their webhooks, and have events sent again."""

from models.statement import NumberRow, Statement
from models.webhooks.delivery_record import TEST, DeliveryRecord
from models.webhooks.webhook_statements import ARE_SEEN

MOST_RESENT = 10_000
"""The most deliveries that one call has sent again."""
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
"""Has up to MOST_RESENT deliveries sent again that were given up or wait for another attempt, the oldest first."""
