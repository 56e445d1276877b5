"""`./run listen`: sends the events of the development server's users to a local address."""

import asyncio
import hmac
import json
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from hashlib import sha256
from ipaddress import ip_network
from time import monotonic
from uuid import UUID, uuid4

from models.claims import NOBODY
from models.connection import UNUSABLE
from models.database import Database
from models.statement import NoRow, Statement
from models.webhooks.delivery_record import DeliveryState
from models.webhooks.sending_statements import DUE, RECORD, SENDING, ClaimedWebhook, DueDelivery
from models.webhooks.webhook_record import WebhookEventType
from models.webhooks.webhook_statements import CREATE_OF_ALL, DELETE
from server.development.embedded import EmbeddedServerError
from server.webhooks.signed_event import signed_event
from server.webhooks.webhook_client import Attempt, WebhookClient

LISTENER = UUID("de300000-0000-4000-8000-00000000feed")
"""The owner of the webhooks for which this command has events recorded."""
LOOK_EVERY = 0.2
"""Seconds between two looks for events."""
SEND_BATCH = 8
"""Events that are read at once."""
MOST_WEBHOOKS = 1_000
"""Of all users: more than a server allows, so that there is always one left for this command."""
EVERYWHERE = [ip_network("0.0.0.0/0"), ip_network("::/0")]
"""Unlike a server, the command sends to any address."""
CLAIM_EVERY = 20.0
"""Seconds after which the claim, which lasts for a minute, is renewed."""
REPLACE = Statement(
    "replace_listener",
    """
DELETE FROM task_record.webhooks WHERE user_id = :listener AND (url = :url OR claimed_until < now())
""",
    NoRow,
    listener=LISTENER,
)
"""Deletes the webhook of another command for this URL, and the webhooks of commands that were killed."""
CLAIM = Statement(
    "claim_listener",
    """
UPDATE task_record.webhooks SET claimed_until = now() + interval '1 minute' WHERE id = :id
RETURNING id, user_id, false AS is_failing, false AS is_slow
""",
    ClaimedWebhook,
)
"""Prevents the server, which refuses local addresses, from sending. Returns no row if the webhook is deleted."""


async def forward_events(database_url: str, jwt_secret: str, url: str, report: Callable[[str], None]) -> None:
    """
    Post each event to the URL, once, and `report` it with its answer, until cancelled. Raise EmbeddedServerError when
    the server ends, or another command forwards to the same URL.
    """
    secret = signing_secret(jwt_secret, url)
    try:
        async with (
            Database(database_url) as database,
            WebhookClient(EVERYWHERE) as client,
            client.session() as session,
            recorded_events(database, url, secret) as webhook_id,
        ):
            report(f"Events go to {url}, signed with the secret {secret}")
            claim_at = monotonic()
            while True:
                if monotonic() >= claim_at:
                    await claim(database, webhook_id, url)
                    claim_at = monotonic() + CLAIM_EVERY
                due = await database.rows(DUE.bind(id=webhook_id, most=SEND_BATCH), NOBODY, "service_role")
                for delivery in due:
                    attempt = await client.post(session, url, signed_event(delivery, [secret], datetime.now(UTC)))
                    await record(database, delivery, attempt)
                    report(described(delivery, attempt))
                await asyncio.sleep(0 if due else LOOK_EVERY)
    except UNUSABLE as error:
        raise EmbeddedServerError("The server has ended, so there are no more events.") from error


def signing_secret(jwt_secret: str, url: str) -> str:
    """Return the secret that signs events to the URL. It is always the same, so a receiver can store it."""
    key = hmac.digest(jwt_secret.encode(), f"listen {url}".encode(), sha256)[:24]
    return f"whsec_{b64encode(key).decode()}"


@asynccontextmanager
async def recorded_events(database: Database, url: str, secret: str) -> AsyncIterator[UUID]:
    """Record the events of all users, while the context lasts, for a webhook whose id is returned."""
    webhook_id = uuid4()
    values = {"id": webhook_id, "user_id": LISTENER, "url": url, "secret": secret, "events": [*WebhookEventType]}
    async with database.transaction(NOBODY, "service_role") as transaction:
        await transaction.rows(REPLACE.bind(url=url))
        await transaction.rows(CREATE_OF_ALL.bind(**values, most=MOST_WEBHOOKS))
        await transaction.rows(CLAIM.bind(id=webhook_id))
    try:
        yield webhook_id
    finally:
        with suppress(*UNUSABLE):  # the server may have ended
            async with database.transaction(NOBODY, "service_role") as transaction:
                await transaction.rows(DELETE.bind(id=webhook_id, user_id=LISTENER, of_all=True))


async def claim(database: Database, webhook_id: UUID, url: str) -> None:
    """Renew the claim. Raise EmbeddedServerError when another command has replaced the webhook."""
    async with database.transaction(NOBODY, "service_role", SENDING) as transaction:
        if not await transaction.rows(CLAIM.bind(id=webhook_id)):
            raise EmbeddedServerError(f"Another ./run listen forwards to {url} now.")


async def record(database: Database, delivery: DueDelivery, attempt: Attempt) -> None:
    """Record the result of the only attempt, for the page."""
    state = DeliveryState.DELIVERED if attempt.has_delivered else DeliveryState.FAILED
    outcome = {"attempt": json.dumps(attempt._asdict()), "was_due": delivery.next_attempt_at, "state": state}
    failures = delivery.failures + (not attempt.has_delivered)
    async with database.transaction(NOBODY, "service_role", SENDING) as transaction:
        await transaction.rows(RECORD.bind(id=delivery.id, failures=failures, next_attempt_at=None, **outcome))


def described(delivery: DueDelivery, attempt: Attempt) -> str:
    """Return the event and its answer as a line."""
    answer = f"{attempt.status} in {attempt.duration_ms} ms" if attempt.status else f"no answer: {attempt.error}"
    subject = json.loads(delivery.data).get("id", "")
    return f"{delivery.created_at.astimezone():%H:%M:%S} {delivery.type} {subject} → {answer}"
