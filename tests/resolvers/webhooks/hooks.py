"""Creates webhooks, and reads and inserts their deliveries."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from asyncpg import Connection

from tests.api import Client
from tests.services import NOBODY_THERE

ADDRESS = f"https://{NOBODY_THERE}/events"
"""An address to which nothing is sent: deliveries to it stay WAITING, however often they are attempted."""
ALL_OF_TASKS = ["TASK_CREATED", "TASK_COMPLETED", "TASK_FAILED", "TASK_CANCELED", "TASK_DELETED"]
FIELDS = "id url events allUsers createdAt failingSince disabledAt disabledReason"
WEBHOOK = f"webhook {{ {FIELDS} }}"
LIST = f"{{ viewer {{ webhooks {{ {FIELDS} }} }} }}"
NOTED = "SELECT type, data FROM task_record.webhook_deliveries WHERE webhook_id = $1 ORDER BY created_at, type, id"
NOTE = """
INSERT INTO task_record.webhook_deliveries
  (webhook_id, user_id, subject_id, type, data, state, next_attempt_at, created_at, attempts)
SELECT id, user_id, user_id, 'task.deleted', '{}', $2::text,
  CASE WHEN $2::text = 'waiting' THEN now() + interval '1 hour' END,
  now() - $3::integer * interval '1 day' - n * interval '1 second',
  '[{"started_at": "2026-11-28T10:00:00+00:00", "duration_ms": 12, "status": null, "error": "refused"}]'
FROM task_record.webhooks, generate_series(1, $4::integer) AS n WHERE id = $1 ORDER BY n RETURNING id
"""


async def create(client: Client, *events: str, **more: Any) -> str:
    """Create a webhook for these events; return its id."""
    given = {"url": ADDRESS, "events": events or ALL_OF_TASKS} | more
    payload = await client.mutate("createWebhook", "webhook { id }", **given)
    assert payload["errors"] == [], payload
    return str(payload["webhook"]["id"])


@asynccontextmanager
async def of_all_users(client: Client, *events: str) -> AsyncIterator[str]:
    """Yield the id of a webhook of all users, which is deleted afterwards, since their number is limited."""
    webhook = await create(client, *events, allUsers=True)
    try:
        yield webhook
    finally:
        await client.mutate("deleteWebhook", "deletedWebhookId", id=webhook)


async def noted(owner: Connection, webhook: str) -> list[tuple[str, dict[str, Any]]]:
    """The type and data of each event for the webhook, in order."""
    return [(row["type"], json.loads(row["data"])) for row in await owner.fetch(NOTED, UUID(webhook))]


async def note(owner: Connection, webhook: str, state: str, count: int = 1, days: int = 0) -> list[str]:
    """Insert `count` deliveries of so many `days` ago, each with one attempt; return their ids, newest first."""
    return [str(row["id"]) for row in await owner.fetch(NOTE, UUID(webhook), state, days, count)]
