"""
Sends events to webhooks. Every process sends the events that wait in PostgreSQL; a claim prevents two processes from
sending to the same webhook at once.
"""

import asyncio
import json
import logging
import random
from collections import Counter as Numbers
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import NamedTuple

from aiohttp import ClientSession
from prometheus_client import Counter

from models.background import report_failure
from models.claims import NOBODY
from models.connection import UNUSABLE
from models.database import Database
from models.statement import BoundStatement, NoRow
from models.webhooks.delivery_record import DeliveryState
from models.webhooks.sending_statements import CLAIM, DUE, GIVE_BACK, RECORD, SENDING, ClaimedWebhook, DueDelivery
from server.webhooks.signed_event import signed_event
from server.webhooks.webhook_client import Attempt, WebhookClient

logger = logging.getLogger(__name__)

LOOK_EVERY = 5.0
"""
Seconds after which the process looks for events even if it wrote nothing: events may be due for another attempt, or be
written by killed processes or by SQL.
"""
DEBOUNCE_SECONDS, MAX_DEBOUNCE_SECONDS = 0.05, 1.0
"""
The least seconds between two looks. If ten times the duration of the last look is more, it is that, up to the second
value.
"""
IDLE_DEBOUNCE_SECONDS = 0.25
"""DEBOUNCE_SECONDS while nothing is being sent: most servers write all the time, and have nothing to send."""
QUICK_SLOTS, SLOW_SLOTS = 16, 32
"""
Webhooks that one process sends to at a time. Those that are slow, or fail, have slots of their own. A quick one that
takes longer than TURN_SECONDS counts as slow from then on.
"""
TURN_SECONDS = 2.0
"""Seconds for which a webhook has a quick slot, and after which no more events are sent in its turn."""
SLOW_SECONDS = 1.0
"""A webhook is slow when events that were sent to it at once took longer than this, whatever the answers."""
QUICK_OF_OWNER, SLOW_OF_OWNER, MOST_OF_OWNER = 2, 1, 3
"""
The most webhooks of one owner to which one process begins to send at a time: in quick slots, in slow ones, and
altogether.
"""
SEND_BATCH = 8
"""Events that are sent to one webhook at a time; to a failing one it is one event."""
CLAIMED_FOR = timedelta(minutes=1)
"""How long a claim lasts unless it is renewed, so that another process takes over when this one dies."""
RETRY_AFTER = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
)
"""The times between attempts, as Standard Webhooks advises: a little more than three days in all."""
JITTER = 0.1
"""The random part by which such a time may be longer, so that events that failed together are spread out."""
ATTEMPTS = Counter("task_record_webhook_attempts", "Attempts to deliver an event to a webhook.", ["outcome"])


class Turn(NamedTuple):
    """A claimed webhook to which events are being sent, and when that began, in seconds of the monotonic clock."""

    webhook: ClaimedWebhook
    began: float

    @property
    def quick_for(self) -> float:
        """The seconds for which it still has a quick slot; 0 or less when it has a slow one."""
        return 0 if self.webhook.is_slow else self.began + TURN_SECONDS - monotonic()


class WebhookSender:
    """Sends the events of one database, from one process."""

    def __init__(self, database: Database, client: WebhookClient) -> None:
        self.database, self.client = database, client
        self.woken = asyncio.Event()
        database.written.append(self.woken)
        self.sending: dict[asyncio.Task[None], Turn] = {}

    async def run(self) -> None:
        """Send events until cancelled; then wait for the attempts under way. Cancelled again, give these up."""
        try:
            while True:
                self.woken.clear()
                began = monotonic()
                await self.claim()
                pause = DEBOUNCE_SECONDS if self.sending else IDLE_DEBOUNCE_SECONDS
                await asyncio.sleep(min(max(pause, 10 * (monotonic() - began)), MAX_DEBOUNCE_SECONDS))
                frees_slot_in = [turn.quick_for for turn in self.sending.values() if turn.quick_for > 0]
                with suppress(TimeoutError):
                    async with asyncio.timeout(min([LOOK_EVERY, *frees_slot_in])):
                        await self.woken.wait()
        finally:
            try:
                if self.sending:
                    await asyncio.wait(self.sending)
            finally:
                for task in self.sending:
                    task.cancel()

    async def claim(self) -> None:
        """Claim as many webhooks with due events as there are free slots, and begin to send to them."""
        turns = self.sending.values()
        quick = Numbers(turn.webhook.user_id for turn in turns if turn.quick_for > 0)
        slow = Numbers(turn.webhook.user_id for turn in turns if turn.quick_for <= 0)
        free = QUICK_SLOTS + SLOW_SLOTS - len(turns)
        claim = CLAIM.bind(
            quick=min(QUICK_SLOTS - quick.total(), free),
            slow=min(SLOW_SLOTS - slow.total(), free),
            quick_full=[
                one for one in quick | slow if quick[one] >= QUICK_OF_OWNER or (quick + slow)[one] >= MOST_OF_OWNER
            ],
            slow_full=[one for one in slow if slow[one] >= SLOW_OF_OWNER],
        )
        async with self.database.transaction(NOBODY, "service_role", SENDING) as transaction:
            claimed = await transaction.rows(claim)
        for webhook in claimed:
            task = asyncio.create_task(self.send_to(webhook))
            self.sending[task] = Turn(webhook, monotonic())
            task.add_done_callback(self.release)

    def release(self, task: asyncio.Task[None]) -> None:
        """Free the slot of a webhook when `send_to` has ended, and look for another webhook."""
        webhook = self.sending.pop(task).webhook
        self.woken.set()
        if not task.cancelled() and (error := task.exception()):
            report_failure("webhooks", error, f" for {webhook.id}")

    async def send_to(self, webhook: ClaimedWebhook) -> None:
        """
        Send due events to the webhook for TURN_SECONDS, SEND_BATCH at a time. If the process dies, another continues
        within a minute.
        """
        at_once = 1 if webhook.is_failing else SEND_BATCH
        ends = monotonic() + TURN_SECONDS
        try:
            async with self.client.session() as session:
                goes_on = True
                while goes_on:
                    due = await self.database.rows(DUE.bind(id=webhook.id, most=at_once), NOBODY, "service_role")
                    attempts = await asyncio.gather(*(self.attempt(session, delivery) for delivery in due))
                    goes_on = await self.record(webhook, due, attempts, may_go_on=monotonic() < ends)
                    at_once = SEND_BATCH
        except UNUSABLE as error:
            logger.warning("The outcome of sending to the webhook %s could not be recorded: %r", webhook.id, error)

    async def attempt(self, session: ClientSession, delivery: DueDelivery) -> Attempt:
        """Sign and post one event, and count the attempt."""
        secrets = filter(None, (delivery.secret, delivery.previous_secret))
        event = signed_event(delivery, secrets, datetime.now(UTC))
        attempt = await self.client.post(session, delivery.url, event)
        ATTEMPTS.labels("delivered" if attempt.has_delivered else "failed").inc()
        return attempt

    async def record(
        self, webhook: ClaimedWebhook, due: Sequence[DueDelivery], attempts: Sequence[Attempt], *, may_go_on: bool
    ) -> bool:
        """
        Record how the attempts ended. Return whether this process sends another round: it may, there was at least one
        due event, and all were delivered. Otherwise the claim ends.
        """
        delivered = sum(attempt.has_delivered for attempt in attempts)
        goes_on = may_go_on and 0 < delivered == len(due)
        async with self.database.transaction(NOBODY, "service_role", SENDING) as transaction:
            for delivery, attempt in zip(due, attempts, strict=True):
                await transaction.rows(outcome(delivery, attempt))
            await transaction.rows(
                GIVE_BACK.bind(
                    id=webhook.id,
                    has_delivered=delivered > 0,
                    has_failed=delivered < len(due),
                    is_gone=any(attempt.status == 410 for attempt in attempts),
                    is_slow=any(attempt.duration_ms > 1_000 * SLOW_SECONDS for attempt in attempts),
                    claimed_for=CLAIMED_FOR if goes_on else timedelta(0),
                )
            )
        return goes_on


def outcome(delivery: DueDelivery, attempt: Attempt) -> BoundStatement[NoRow]:
    """Return the statement that records how an attempt ended, and when the next one is due, if there is one."""
    failures = delivery.failures + (not attempt.has_delivered)
    wait = None if attempt.has_delivered or failures > len(RETRY_AFTER) else RETRY_AFTER[failures - 1]
    state = DeliveryState.WAITING if wait else DeliveryState.FAILED
    return RECORD.bind(
        id=delivery.id,
        attempt=json.dumps(attempt._asdict()),
        was_due=delivery.next_attempt_at,
        state=DeliveryState.DELIVERED if attempt.has_delivered else state,
        failures=failures,
        next_attempt_at=wait and datetime.now(UTC) + wait * random.uniform(1, 1 + JITTER),  # noqa: S311
    )
