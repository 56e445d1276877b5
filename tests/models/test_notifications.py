"""The notifications that transactions write, and when they are sent, in PostgreSQL alone, without a server."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from models.changes.change_feed import NUMBER_CHANGES
from models.claims import NOBODY
from models.database import Database
from models.notifications import FORGET, MISSED, SEND, SENDING
from models.tasks.task_changes import CHANNEL
from server.settings.settings import Settings
from tests.models.connections import as_application, as_owner

pytestmark = pytest.mark.own_database

RECORD = "INSERT INTO user_task_history (user_id, prompt) VALUES ($1, 'a fox') RETURNING id"
USER = uuid4()


@dataclass
class Listener:
    """The login role's connection, which listens and sends."""

    connection: asyncpg.Connection
    heard: list[Any] = field(default_factory=list)

    def hear(self, *notification: object) -> None:
        self.heard.append(json.loads(str(notification[-1])))

    async def hears(self) -> list[Any]:
        """The messages since the last call: PostgreSQL delivers them before the second answer."""
        for _ in range(2):
            await self.connection.execute("SELECT 1")
        heard, self.heard = self.heard, []
        return heard

    async def sends(self) -> list[Any]:
        await self.connection.fetch(SEND)
        return await self.hears()


@pytest.fixture
async def listener(settings: Settings) -> AsyncIterator[Listener]:
    async with as_application(settings) as connection:
        await connection.execute(SENDING)
        listener = Listener(connection)
        await connection.add_listener(CHANNEL, listener.hear)
        yield listener
        await connection.remove_listener(CHANNEL, listener.hear)


@pytest.fixture
async def owner(settings: Settings) -> AsyncIterator[asyncpg.Connection]:
    """The connection of any writer in SQL."""
    async with as_owner(settings) as owner:
        yield owner


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    async with Database(settings.database_url.get_secret_value()) as database:
        yield database


def event(kind: str, *ids: UUID) -> dict[str, Any]:
    return {"user": str(USER), "kind": kind, "ids": [str(one) for one in ids]}


async def test_no_commit_notifies_and_each_is_sent_once(
    owner: asyncpg.Connection, database: Database, listener: Listener
) -> None:
    written = asyncio.Event()
    database.written.append(written)
    task_id = await owner.fetchval(RECORD, USER)
    async with database.transaction(USER) as transaction:
        await transaction.connection.execute("UPDATE user_task_history SET status = 'processing'")
    assert written.is_set()
    assert await listener.hears() == []
    assert await listener.sends() == [event("CREATED", task_id), event("UPDATED", task_id)]
    assert await listener.sends() == []


async def test_nothing_is_sent_after_a_rollback(owner: asyncpg.Connection, listener: Listener) -> None:
    transaction = owner.transaction()
    await transaction.start()
    await owner.execute(RECORD, USER)
    await transaction.rollback()
    assert await listener.sends() == []


async def test_late_commits_are_sent_late(settings: Settings, listener: Listener) -> None:
    """Even if later transactions were sent before: each transaction is tracked by itself."""
    async with AsyncExitStack() as stack:
        first, second = [await stack.enter_async_context(as_owner(settings)) for _ in range(2)]
        late = first.transaction()
        await late.start()
        late_id = await first.fetchval(RECORD, USER)
        other = uuid4()
        for _ in range(2):
            await second.fetchval(RECORD, other)
            assert [sent["user"] for sent in await listener.sends()] == [str(other)]
        await late.commit()
        assert await listener.sends() == [event("CREATED", late_id)]
        assert await listener.sends() == []


async def test_concurrent_notifications_are_sent_once_and_in_order_for_each_task(
    settings: Settings, listener: Listener
) -> None:
    async def record(user_id: UUID) -> None:
        async with as_owner(settings) as writer, as_application(settings) as sender:
            await sender.execute(SENDING)
            for _ in range(10):
                task_id = await writer.fetchval(RECORD, user_id)
                await writer.execute("UPDATE user_task_history SET status = 'processing' WHERE id = $1", task_id)
                await sender.fetch(SEND)
                await writer.execute(
                    "UPDATE user_task_history SET prompt = '', deleted_at = now() WHERE id = $1", task_id
                )
                await sender.fetch(SEND)

    users = [uuid4() for _ in range(5)]
    async with asyncio.TaskGroup() as group:
        for user_id in users:
            group.create_task(record(user_id))
    kinds: dict[tuple[str, str], list[str]] = {}
    for sent in await listener.hears():
        [task_id] = sent["ids"]
        kinds.setdefault((sent["user"], task_id), []).append(sent["kind"])
    assert list(kinds.values()) == [["CREATED", "UPDATED", "DELETED"]] * 50


@pytest.mark.parametrize("number", [100, 101, 250])
async def test_a_message_holds_a_hundred_ids(owner: asyncpg.Connection, listener: Listener, number: int) -> None:
    record = (
        "INSERT INTO user_task_history (user_id, prompt) SELECT $1, 'a fox' FROM generate_series(1, $2) RETURNING id"
    )
    ids = {str(row["id"]) for row in await owner.fetch(record, USER, number)}
    sent = await listener.sends()
    assert [len(message["ids"]) for message in sent] == [100] * (number // 100) + [number % 100] * (number % 100 > 0)
    assert {one for message in sent for one in message["ids"]} == ids
    await owner.execute("DELETE FROM user_task_history")
    gone = await listener.sends()
    assert {message["kind"] for message in gone} == {"DELETED"}
    assert {one for message in gone for one in message["ids"]} == ids


async def test_missed_notifications_can_be_read_later(
    owner: asyncpg.Connection, database: Database, listener: Listener
) -> None:
    async def missed(past: timedelta) -> list[Any]:
        found = await database.rows(MISSED.bind(channel=CHANNEL, past=past), NOBODY, "service_role")
        return [json.loads(row.message) for row in found]

    task_id = await owner.fetchval(RECORD, USER)
    await listener.sends()
    await owner.execute("DELETE FROM user_task_history")  # no row remains
    everything = [event("CREATED", task_id), event("DELETED", task_id)]
    assert await missed(timedelta(minutes=1)) == everything
    assert await missed(timedelta(0)) == everything[1:]
    await listener.sends()
    assert await missed(timedelta(minutes=1)) == everything
    assert await missed(timedelta(0)) == []


async def test_only_notifications_sent_long_ago_are_deleted(
    owner: asyncpg.Connection, database: Database, listener: Listener
) -> None:
    async def forget(**kept: timedelta) -> tuple[int, int]:
        """Returns how many notifications and deliveries are left."""
        async with database.transaction(NOBODY, "service_role") as transaction:
            await transaction.rows(FORGET.bind(**kept))
        tables = ("notifications", "deliveries")
        notifications, deliveries = [await owner.fetchval(f"SELECT count(*) FROM task_record.{one}") for one in tables]
        return notifications, deliveries

    async def number() -> None:
        async with database.transaction(NOBODY, "service_role") as transaction:
            await transaction.rows(NUMBER_CHANGES.bind())

    await owner.execute(RECORD, USER)
    assert await forget(kept=timedelta(0)) == (1, 0)
    await listener.sends()
    await owner.execute(RECORD, USER)
    assert await forget() == (2, 1)
    left, deliveries = await forget(kept=timedelta(0))
    assert left >= 1
    assert deliveries == 1
    assert len(await listener.sends()) == 1
    # It is retained for readers who maintain copies, until changes are numbered.
    assert (await forget(kept=timedelta(0)))[0] >= 2
    # Open transactions, including those of other databases, retain it until the next sending.
    async with asyncio.timeout(20):
        while await forget(kept=timedelta(0)) != (0, 1):
            await owner.execute(RECORD, USER)
            await listener.sends()
            await number()


async def test_rows_of_another_clusters_dump_delay_nothing(owner: asyncpg.Connection, listener: Listener) -> None:
    """Its transactions had numbers that this cluster has yet to come to."""
    await owner.execute("""
        INSERT INTO task_record.deliveries (snapshot) VALUES ('4000000000:4000000000:');
        INSERT INTO task_record.notifications (transaction, channel, message)
          VALUES ('4000000001', 'task_events', '{}')""")
    task_id = await owner.fetchval(RECORD, USER)
    assert await listener.sends() == [event("CREATED", task_id)]
    assert await listener.sends() == []
