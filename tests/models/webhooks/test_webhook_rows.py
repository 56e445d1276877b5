"""Rows of webhooks and deliveries hold what their tables' classes say, and long lists are read along indexes."""

import re
from uuid import UUID

import asyncpg
import pytest

from models.database import Database
from models.webhooks import delivery_record, sending_statements, webhook_statements
from models.webhooks.delivery_record import DeliveryRecord, DeliveryState, delivery_list
from models.webhooks.webhook_record import READ, WebhookRecord
from server.settings.settings import Settings
from tests.api import Client
from tests.resolvers.webhooks.hooks import create, note

WAITING = """INSERT INTO task_record.webhook_deliveries (webhook_id, user_id, subject_id, type, data, next_attempt_at)
  SELECT id, user_id, user_id, 'test', '{}', now() - n * interval '1 second'
  FROM task_record.webhooks, generate_series(1, 20000) AS n WHERE id = $1"""
FULL = """UPDATE task_record.webhooks SET failing_since = now(), disabled_at = now(),
  disabled_reason = 'gone' WHERE id = $1"""


async def test_statements_return_what_their_annotations_say(
    settings: Settings, user: Client, database: asyncpg.Connection
) -> None:
    """Those of a new webhook, and of one whose columns all have a value."""
    new, full = UUID(await create(user)), UUID(await create(user))
    waiting, delivered = [UUID((await note(database, str(new), state))[0]) for state in ("waiting", "delivered")]
    await database.execute(FULL, full)
    given = {"user_id": user.id, "of_all": False}
    async with Database(settings.database_url.get_secret_value()) as opened:
        webhooks = await opened.rows(webhook_statements.FIND.bind(ids=[new, full], **given), user.id)
        deliveries = await opened.rows(delivery_record.FIND.bind(ids=[waiting, delivered], **given), user.id)
    assert {row.id for row in webhooks} == {new, full}
    assert {row.id for row in deliveries} == {waiting, delivered}
    for row in webhooks:
        for name in READ.split(", "):
            kind = WebhookRecord.__annotations__[name]
            assert isinstance(getattr(row, name), list if name == "events" else kind), name
    for delivery in deliveries:
        for name in delivery_record.READ:
            assert isinstance(getattr(delivery, name), DeliveryRecord.__annotations__[name]), name
    assert {row.disabled_at is None for row in webhooks} == {row.next_attempt_at is None for row in deliveries}


@pytest.mark.parametrize("state", [None, DeliveryState.FAILED])
async def test_a_page_of_deliveries_is_read_along_an_index(
    user: Client, database: asyncpg.Connection, state: DeliveryState | None
) -> None:
    """Whatever the number of deliveries to the webhook and to others."""
    statement = delivery_list(UUID(await create(user)), state).page(None, 51, backwards=False)
    async with database.transaction():
        await database.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        plan = "\n".join(row[0] for row in await database.fetch(f"EXPLAIN {statement.text}", *statement.arguments))
    assert f"webhook_deliveries_webhook_id_{'failed' if state else 'created_at_id'}_idx" in plan
    assert "Sort" not in plan


async def test_old_deliveries_are_found_along_an_index(database: asyncpg.Connection) -> None:
    """The deletion runs every ten minutes, among all deliveries to a webhook in 30 days."""
    old = sending_statements.FIND_OLD.bind(without=[])
    async with database.transaction():
        await database.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        plan = "\n".join(row[0] for row in await database.fetch(f"EXPLAIN {old.text}", *old.arguments))
    assert re.search(r"Index Cond: \(\(webhook_id = known\w*\.webhook_id\) AND \(created_at < CASE WHEN", plan), plan


DELETED = """INSERT INTO task_record.webhook_deliveries (webhook_id, user_id, subject_id, type, data)
  SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'test', '{}' FROM generate_series(1, 100000)"""
SWITCHED_OFF = """WITH made AS (
  INSERT INTO task_record.webhooks (id, user_id, url, events, secret, disabled_at)
  SELECT gen_random_uuid(), gen_random_uuid(), 'https://localhost/', '{task.failed}', '', now()
  FROM generate_series(1, 10000) RETURNING id, user_id
) INSERT INTO task_record.webhook_deliveries (webhook_id, user_id, subject_id, type, data)
  SELECT id, user_id, user_id, 'test', '{}' FROM made"""
IDLE = """INSERT INTO task_record.webhooks (id, user_id, url, events, secret)
  SELECT gen_random_uuid(), gen_random_uuid(), 'https://localhost/', '{task.failed}', ''
  FROM generate_series(1, 10000)"""


@pytest.mark.slow
@pytest.mark.own_database  # pages of what other tests have left would count
@pytest.mark.parametrize("others", [None, DELETED, SWITCHED_OFF, IDLE], ids=["none", "deleted", "switched off", "idle"])
async def test_due_deliveries_are_found_by_one_row_of_each_webhook(
    user: Client, database: asyncpg.Connection, others: str | None
) -> None:
    """
    A few pages of hundreds are read, however many deliveries wait for it, or for deleted and disabled webhooks. The
    plan is one that was made when none waited.
    """
    webhook = UUID(await create(user))
    claim = sending_statements.CLAIM.bind(quick=1, slow=1, quick_full=[], slow_full=[])
    arguments = ", ".join("1" if isinstance(value, int) else "'{}'" for value in claim.arguments)
    transaction = database.transaction()
    await transaction.start()
    await database.execute(sending_statements.SENDING.partition("; ")[2])
    await database.execute("DELETE FROM task_record.webhook_deliveries; SET LOCAL plan_cache_mode = force_generic_plan")
    await database.execute(f"PREPARE claim AS {claim.text}")
    await database.execute(f"EXECUTE claim ({arguments})")
    await database.execute(WAITING, webhook)
    if others:
        await database.execute(others)
    for rests_until in ("infinity", "-infinity"):
        await database.execute(f"UPDATE task_record.webhooks SET rests_until = '{rests_until}' WHERE id = $1", webhook)
        [top, buffers, *_] = await database.fetch(f"EXPLAIN (ANALYZE, BUFFERS) EXECUTE claim ({arguments})")
        assert ("rows=1" in top[0].rpartition("actual")[2]) is (rests_until == "-infinity"), top
        assert sum(map(int, re.findall(r"(?:hit|read)=(\d+)", buffers[0]))) < 100, buffers
    await database.execute("DEALLOCATE claim")
    await transaction.rollback()
