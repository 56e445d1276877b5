"""Waits for attempts to deliver, as the owner of a webhook sees them."""

import asyncio
from typing import Any

from tests.api import Client
from tests.server.webhooks.receiver import PATIENCE

DELIVERIES = """query ($id: ID!) { node(id: $id) { ... on Webhook {
  failingSince disabledAt disabledReason
  deliveries { nodes { id type state nextAttemptAt attempts { startedAt durationMs status error errorCode } } }
} } }"""


async def sent(client: Client, webhook: str, state: str | None = None, number: int = 1) -> list[dict[str, Any]]:
    """The deliveries to the webhook, once `number` of them have been attempted and are in `state`, if it is given."""
    async with asyncio.timeout(PATIENCE):
        while True:
            deliveries = (await client.data(DELIVERIES, id=webhook))["node"]["deliveries"]["nodes"]
            if sum(bool(one["attempts"]) and state in (None, one["state"]) for one in deliveries) >= number:
                return list(deliveries)
            await asyncio.sleep(0.05)


async def until_attempted(client: Client, delivery: str) -> dict[str, Any]:
    """The delivery's state and attempts, once there is an attempt."""
    attempts = "attempts { status error errorCode }"
    query = f"query ($id: ID!) {{ node(id: $id) {{ ... on WebhookDelivery {{ state {attempts} }} }} }}"
    async with asyncio.timeout(PATIENCE):
        while True:
            found = (await client.data(query, id=delivery))["node"]
            if found["attempts"]:
                return dict(found)
            await asyncio.sleep(0.05)


async def attempt_of_test(client: Client, webhook: str) -> dict[str, Any]:
    """Send a test event to the webhook, and return the attempt to deliver it."""
    made = await client.mutate("testWebhook", "delivery { id }", id=webhook)
    [attempt] = (await until_attempted(client, made["delivery"]["id"]))["attempts"]
    return dict(attempt)
