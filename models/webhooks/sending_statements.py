"""The statements by which the server sends the events of all users. They run as `service_role`."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from models.statement import IdRow, NoRow, Statement
from models.webhooks.delivery_record import MOST_ATTEMPTS
from models.webhooks.webhook_record import WebhookDisabledReason


class ClaimedWebhook(NamedTuple):
    """A webhook to which only this process sends, until its claim ends."""

    id: UUID
    user_id: UUID
    is_failing: bool
    is_slow: bool
    """Whether its last answers were slow, or it is failing: most failures are slow."""


class DueDelivery(NamedTuple):
    """An event that is due, and its destination."""

    id: UUID
    type: str
    data: str
    """JSON."""
    created_at: datetime
    failures: int
    next_attempt_at: datetime
    url: str
    secret: str
    previous_secret: str | None
    """The secret before `secret`; None if there was none, or it is no longer used."""


class OldDelivery(NamedTuple):
    id: UUID
    webhook_id: UUID


FORGOTTEN_AT_ONCE = 10_000
"""The most deliveries that are deleted in one transaction."""
SENDING = "READ WRITE" + "".join(f"; SET LOCAL enable_{way} = off" for way in ("seqscan", "hashjoin", "mergejoin"))
"""
The mode of the sender's transactions, which leave no notifications. It excludes plans that read whole tables:
PostgreSQL reuses a plan that it made while hardly any events waited, even when many wait.
"""
CLAIM = Statement(
    "claim_webhooks",
    """
WITH RECURSIVE switched_on AS (
  SELECT '00000000-0000-0000-0000-000000000000'::uuid AS id
  UNION ALL
  SELECT (
    SELECT webhook.id FROM task_record.webhooks AS webhook
    WHERE disabled_at IS NULL AND webhook.id >= (
      SELECT webhook_id FROM task_record.webhook_deliveries
      WHERE state = 'waiting' AND webhook_id > switched_on.id ORDER BY webhook_id LIMIT 1
    ) ORDER BY webhook.id LIMIT 1
  ) FROM switched_on WHERE switched_on.id IS NOT NULL
), due AS (
  SELECT webhook.* FROM switched_on, LATERAL (
    SELECT id, user_id, is_slow OR failing_since IS NOT NULL AS is_slow, rests_until AS rested_until
    FROM task_record.webhooks
    WHERE webhooks.id = switched_on.id AND rests_until <= now() AND coalesce(claimed_until <= now(), true)
    OFFSET 0
  ) AS webhook, LATERAL (
    SELECT FROM task_record.webhook_deliveries AS delivery
    WHERE state = 'waiting' AND delivery.webhook_id = webhook.id AND next_attempt_at <= now()
      AND delivery.user_id = webhook.user_id
    LIMIT 1
  ) AS first
  WHERE user_id <> ALL (CASE WHEN is_slow THEN CAST(:slow_full AS uuid[]) ELSE :quick_full END)
), of_each AS (
  SELECT *, (
    SELECT count(*) > 0 FROM task_record.webhooks AS other
    WHERE other.user_id = each.user_id AND claimed_until > now()
  ) AS is_being_sent_to
  FROM (
    SELECT *, row_number() OVER (PARTITION BY user_id, is_slow ORDER BY rested_until, id) AS place FROM due
  ) AS each WHERE place = 1
), ranked AS (
  SELECT id, is_slow, row_number() OVER (PARTITION BY is_slow ORDER BY is_being_sent_to, rested_until, id) AS place
  FROM of_each
), free AS (
  SELECT webhook.id, ranked.is_slow FROM task_record.webhooks AS webhook JOIN ranked USING (id)
  WHERE webhook.rests_until <= now() AND coalesce(webhook.claimed_until <= now(), true)
    AND place <= CASE WHEN ranked.is_slow THEN CAST(:slow AS integer) ELSE :quick END
  FOR UPDATE OF webhook SKIP LOCKED
)
UPDATE task_record.webhooks AS claimed SET claimed_until = now() + interval '1 minute'
FROM free WHERE claimed.id = free.id
RETURNING claimed.id, claimed.user_id, failing_since IS NOT NULL AS is_failing, free.is_slow
""",
    ClaimedWebhook,
)
"""
Claims webhooks with due events for a minute: up to `slow` that are slow or failing, and up to `quick` others. Each
owner gets one of both, except owners in `slow_full` and `quick_full`. Owners to whose webhooks nothing is being sent
come first, and then the webhooks with the longest rest, so that nobody gains by having more events.

Reads a few rows for each enabled webhook with waiting events. It goes from a waiting event to the next enabled webhook,
and so skips the events of webhooks that are off or deleted.
"""
DUE = Statement(
    "due_deliveries",
    """
SELECT delivery.id, type, data, delivery.created_at, failures, next_attempt_at, url, secret,
  CASE WHEN previous_secret_until > now() THEN previous_secret END AS previous_secret
FROM task_record.webhooks AS webhook JOIN task_record.webhook_deliveries AS delivery
  ON webhook_id = webhook.id AND delivery.user_id = webhook.user_id
WHERE webhook.id = :id AND disabled_at IS NULL AND state = 'waiting' AND next_attempt_at <= now()
ORDER BY next_attempt_at LIMIT :most
""",
    DueDelivery,
)
RECORD = Statement(
    "record_attempt",
    """
UPDATE task_record.webhook_deliveries SET
  attempts = CASE WHEN jsonb_array_length(attempts) < :most_attempts THEN attempts ELSE attempts - 0 END || :attempt,
  state = CASE WHEN next_attempt_at = :was_due THEN :state ELSE state END,
  failures = CASE WHEN next_attempt_at = :was_due THEN :failures ELSE failures END,
  next_attempt_at = CASE WHEN next_attempt_at = :was_due THEN :next_attempt_at ELSE next_attempt_at END
WHERE id = :id
""",
    NoRow,
    most_attempts=MOST_ATTEMPTS,
)
"""
Records an attempt. If a user resent the delivery meanwhile, it is no longer due when it `was_due`: then only the
attempt is added, and the delivery is still sent again.
"""
HAS_FAILED_LONG = ":has_failed AND NOT :has_delivered AND failing_since < now() - interval '3 days'"
GIVE_BACK = Statement(
    "give_webhook_back",
    f"""
UPDATE task_record.webhooks SET
  failing_since = CASE
    WHEN :has_delivered THEN NULL WHEN :has_failed THEN coalesce(failing_since, now()) ELSE failing_since END,
  disabled_at = CASE WHEN :is_gone OR ({HAS_FAILED_LONG}) THEN coalesce(disabled_at, now()) ELSE disabled_at END,
  disabled_reason = CASE WHEN disabled_at IS NOT NULL THEN disabled_reason
    WHEN :is_gone THEN '{WebhookDisabledReason.GONE}'
    WHEN {HAS_FAILED_LONG} THEN '{WebhookDisabledReason.FAILURES}' END,
  rests_until = now() + CASE WHEN :has_delivered OR NOT :has_failed THEN interval '0' ELSE
    greatest(interval '5 seconds', least(interval '5 minutes', (now() - coalesce(failing_since, now())) / 8)) END,
  is_slow = :is_slow,
  claimed_until = now() + :claimed_for
WHERE id = :id
""",  # noqa: S608
    NoRow,
)
"""
Ends the claim of a webhook, or extends it to `claimed_for` from now. When all attempts failed, nothing is sent for an
eighth of the time for which it has been failing, between five seconds and five minutes. The webhook is switched off
when it has been failing for three days, or when it `is_gone`.
"""
FIND_OLD = Statement(
    "old_deliveries",
    """
WITH RECURSIVE known AS (
  (
    SELECT webhook_id FROM task_record.webhook_deliveries
    WHERE webhook_id <> ALL (CAST(:without AS uuid[])) ORDER BY webhook_id LIMIT 1
  )
  UNION ALL
  SELECT (
    SELECT webhook_id FROM task_record.webhook_deliveries AS next
    WHERE next.webhook_id > known.webhook_id AND webhook_id <> ALL (:without) ORDER BY webhook_id LIMIT 1
  ) FROM known WHERE known.webhook_id IS NOT NULL
)
SELECT old.id, known.webhook_id
FROM known LEFT JOIN task_record.webhooks AS webhook ON webhook.id = known.webhook_id, LATERAL (
  SELECT id FROM task_record.webhook_deliveries AS delivery
  WHERE delivery.webhook_id = known.webhook_id
    AND created_at < CASE WHEN webhook.id IS NULL THEN 'infinity' ELSE now() - interval '30 days' END
  ORDER BY created_at LIMIT :most
) AS old LIMIT :most
""",
    OldDelivery,
    most=FORGOTTEN_AT_ONCE,
)
"""
Up to FORGOTTEN_AT_ONCE deliveries that are older than 30 days, or whose webhook is deleted; none to webhooks `without`.
"""
FORGET = Statement(
    "forget_deliveries",
    """
DELETE FROM task_record.webhook_deliveries WHERE id = ANY (ARRAY(
  SELECT id FROM task_record.webhook_deliveries WHERE id = ANY (:ids) FOR UPDATE SKIP LOCKED
)) RETURNING id
""",
    IdRow,
)
"""Deletes the deliveries `ids`, except those that other transactions are changing."""
