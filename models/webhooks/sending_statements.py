"""The statements by which what waits is sent, of every user: all are run as `service_role`."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, DateTime, Integer, Interval, Text, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from models.statement import NoRow, Statement
from models.webhooks.delivery_record import MOST_ATTEMPTS


class ClaimedWebhook(NamedTuple):
    """A webhook that this process alone sends to, until the claim ends."""

    id: UUID
    user_id: UUID
    is_failing: bool


class DueDelivery(NamedTuple):
    """An event that is to be sent now, and where to."""

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
    """None, too, when it holds no more."""


class Forgotten(NamedTuple):
    deliveries: int


FORGOTTEN_AT_ONCE = 10_000
"""Deliveries that are forgotten in a transaction."""
CLAIMING = "READ WRITE; SET LOCAL enable_seqscan = off"
"""
What begins a transaction that claims: a plan is made when hardly anything waits, and kept when much does.
"""
ID = bindparam("id", type_=Uuid)
CLAIM = Statement(
    "claim_webhooks",
    text("""
WITH RECURSIVE waiting AS (
  (SELECT webhook_id FROM task_record.webhook_deliveries WHERE state = 'waiting' ORDER BY webhook_id LIMIT 1)
  UNION ALL
  SELECT (
    SELECT webhook_id FROM task_record.webhook_deliveries AS next
    WHERE state = 'waiting' AND next.webhook_id > waiting.webhook_id ORDER BY webhook_id LIMIT 1
  ) FROM waiting WHERE waiting.webhook_id IS NOT NULL
), due AS (
  SELECT webhook.id, user_id, failing_since IS NOT NULL AS is_failing, rests_until AS rested_until
  FROM waiting JOIN task_record.webhooks AS webhook ON webhook.id = waiting.webhook_id, LATERAL (
    SELECT FROM task_record.webhook_deliveries AS delivery
    WHERE state = 'waiting' AND delivery.webhook_id = webhook.id AND next_attempt_at <= now()
      AND delivery.user_id = webhook.user_id
    LIMIT 1
  ) AS first
  WHERE disabled_at IS NULL AND rests_until <= now() AND coalesce(claimed_until <= now(), true)
    AND user_id <> ALL (:busy)
), ranked AS (
  SELECT *, row_number() OVER (PARTITION BY is_failing ORDER BY rested_until, id) AS place FROM (
    SELECT *, row_number() OVER (PARTITION BY user_id ORDER BY rested_until, id) AS of_user FROM due
  ) AS each WHERE of_user = 1
), free AS (
  SELECT webhook.id FROM task_record.webhooks AS webhook JOIN ranked USING (id)
  WHERE webhook.rests_until <= now() AND coalesce(webhook.claimed_until <= now(), true)
    AND place <= CASE WHEN is_failing THEN :failing ELSE :healthy END
  FOR UPDATE OF webhook SKIP LOCKED
)
UPDATE task_record.webhooks AS claimed SET
  claimed_until = now() + interval '1 minute',
  rests_until = now() + interval '1 minute' -- for servers of the version before, which know no other claim
FROM free WHERE claimed.id = free.id
RETURNING claimed.id, claimed.user_id, failing_since IS NOT NULL AS is_failing
""").bindparams(
        bindparam("busy", type_=ARRAY(Uuid)),
        bindparam("healthy", type_=Integer),
        bindparam("failing", type_=Integer),
    ),
    ClaimedWebhook,
)
"""
For a minute, those to which something is due: of each owner who is not `busy` one, up to so many that are `healthy`,
and so many that are `failing`. Those come first to which nothing was sent for longest, so that nobody gains by having
more to send. It looks at a row or two for each webhook to which something waits.
"""
DUE = Statement(
    "due_deliveries",
    text("""
SELECT delivery.id, type, data, delivery.created_at, failures, next_attempt_at, url, secret,
  CASE WHEN previous_secret_until > now() THEN previous_secret END AS previous_secret
FROM task_record.webhooks AS webhook JOIN task_record.webhook_deliveries AS delivery
  ON webhook_id = webhook.id AND delivery.user_id = webhook.user_id
WHERE webhook.id = :id AND disabled_at IS NULL AND state = 'waiting' AND next_attempt_at <= now()
ORDER BY next_attempt_at LIMIT :most
""").bindparams(ID, bindparam("most", type_=Integer)),
    DueDelivery,
)
RECORD = Statement(
    "record_attempt",
    text("""
UPDATE task_record.webhook_deliveries SET
  attempts = CASE WHEN jsonb_array_length(attempts) < :most_attempts THEN attempts ELSE attempts - 0 END || :attempt,
  state = CASE WHEN next_attempt_at = :was_due THEN :state ELSE state END,
  failures = CASE WHEN next_attempt_at = :was_due THEN :failures ELSE failures END,
  next_attempt_at = CASE WHEN next_attempt_at = :was_due THEN :next_attempt_at ELSE next_attempt_at END
WHERE id = :id
""").bindparams(
        ID,
        bindparam("most_attempts", MOST_ATTEMPTS, type_=Integer),
        bindparam("attempt", type_=JSONB),
        bindparam("was_due", type_=DateTime(timezone=True)),
        bindparam("state", type_=Text),
        bindparam("failures", type_=Integer),
        bindparam("next_attempt_at", type_=DateTime(timezone=True)),
    ),
    NoRow,
)
"""Who had it sent again meanwhile has it sent again."""
GIVE_BACK = Statement(
    "give_webhook_back",
    text("""
UPDATE task_record.webhooks SET
  failing_since = CASE
    WHEN :has_delivered THEN NULL WHEN :has_failed THEN coalesce(failing_since, now()) ELSE failing_since END,
  disabled_at = CASE
    WHEN :is_gone OR (:has_failed AND NOT :has_delivered AND failing_since < now() - interval '3 days')
    THEN coalesce(disabled_at, now()) ELSE disabled_at END,
  rests_until = now() + CASE WHEN :has_delivered OR NOT :has_failed THEN :still ELSE
    greatest(interval '5 seconds', least(interval '5 minutes', (now() - coalesce(failing_since, now())) / 8)) END,
  claimed_until = now() + :still
WHERE id = :id
""").bindparams(
        ID,
        *(bindparam(name, type_=Boolean) for name in ("has_delivered", "has_failed", "is_gone")),
        bindparam("still", type_=Interval),
    ),
    NoRow,
)
"""
Others may send to it: when this process is done with it (`still` from now), or after a rest when all attempts failed,
the longer the longer they fail. It is switched off when they do for three days, or when it `is_gone`.
"""
FORGET = Statement(
    "forget_deliveries",
    text("""
WITH RECURSIVE known AS (
  (SELECT webhook_id FROM task_record.webhook_deliveries ORDER BY webhook_id LIMIT 1)
  UNION ALL
  SELECT (
    SELECT webhook_id FROM task_record.webhook_deliveries AS next
    WHERE next.webhook_id > known.webhook_id ORDER BY webhook_id LIMIT 1
  ) FROM known WHERE known.webhook_id IS NOT NULL
), old AS (
  SELECT old.id FROM known LEFT JOIN task_record.webhooks AS webhook ON webhook.id = known.webhook_id, LATERAL (
    SELECT id FROM task_record.webhook_deliveries AS delivery
    WHERE delivery.webhook_id = known.webhook_id
      AND created_at < CASE WHEN webhook.id IS NULL THEN 'infinity' ELSE now() - interval '30 days' END
    ORDER BY created_at LIMIT :most
  ) AS old LIMIT :most
), forgotten AS (
  DELETE FROM task_record.webhook_deliveries WHERE id IN (SELECT id FROM old) RETURNING id
)
SELECT count(*) AS deliveries FROM forgotten
""").bindparams(bindparam("most", FORGOTTEN_AT_ONCE, type_=Integer)),
    Forgotten,
)
"""Remove up to FORGOTTEN_AT_ONCE that are older than 30 days, or whose webhook is gone."""
