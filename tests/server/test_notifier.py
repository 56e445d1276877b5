"""Subscribers get every change, from any process or by SQL, even if processes are killed."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from random import Random
from urllib.parse import urlsplit

import asyncpg
import httpx2
import pytest

from models.background import background, supervise
from models.notifications import SEND, SENDING
from server import notifier
from server.settings.settings import Settings
from server.stores import connections
from server.stores.connections import NOTIFIER, keep_connected
from tests.api import Client
from tests.application import ServedApplication, on_port, own_process
from tests.models.connections import as_application, as_owner, as_superuser, database_name
from tests.server.http.subscriber import Subscriber, receive_message, subscribed
from tests.services import PostgresService

pytestmark = pytest.mark.own_database

LOST = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name = $2"
KILLS = 3
RECORDERS = 4
BY_SQL = timedelta(seconds=5)


@pytest.fixture
async def server(settings: Settings) -> AsyncIterator[ServedApplication]:
    async with on_port(settings) as server:
        yield server


async def changes_until(subscriber: Subscriber, change: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the changes that come before this one, each as its kind and the task's id."""
    changes: list[tuple[str, str]] = []
    while True:
        event = await subscriber.event()
        if (event["kind"], event["taskId"]) == change:
            return changes
        changes.append((event["kind"], event["taskId"]))


@pytest.mark.slow
async def test_a_change_by_sql_is_reported_within_five_seconds(settings: Settings, server: ServedApplication) -> None:
    user = server.new_client()
    async with subscribed(server.address, user) as subscriber, as_owner(settings) as owner:
        task = await user.task("createTask", prompt="a fox")
        assert await changes_until(subscriber, ("CREATED", task["id"])) == []
        transaction = owner.transaction()
        await transaction.start()
        await owner.execute("UPDATE user_task_history SET prompt = 'never to be'")
        await transaction.rollback()
        began = time.monotonic()
        await owner.execute("DELETE FROM user_task_history WHERE id = $1", task["id"])
        assert await changes_until(subscriber, ("DELETED", task["id"])) == []
        assert time.monotonic() - began < BY_SQL.total_seconds()


@pytest.mark.slow
async def test_a_deletion_while_nobody_listened_is_reported(
    settings: Settings, postgres: PostgresService, server: ServedApplication
) -> None:
    user = server.new_client()
    async with (
        subscribed(server.address, user) as subscriber,
        as_superuser(postgres, settings) as superuser,
        as_owner(settings) as owner,
        as_application(settings) as another,
    ):
        tasks = [await user.task("createTask", prompt="a fox") for _ in range(2)]
        await changes_until(subscriber, ("CREATED", tasks[1]["id"]))
        assert await superuser.fetch(LOST, database_name(settings), NOTIFIER)
        await owner.execute("DELETE FROM user_task_history WHERE id = $1", tasks[0]["id"])
        await another.execute(SENDING)
        await another.execute(SEND)
        await changes_until(subscriber, ("DELETED", tasks[0]["id"]))


@pytest.mark.slow
async def test_a_subscription_that_missed_notifications_ends(
    settings: Settings, postgres: PostgresService, server: ServedApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with subscribed(server.address, server.new_client()) as subscriber:
        monkeypatch.setattr(notifier, "RETAINED", timedelta(0))
        async with as_superuser(postgres, settings) as superuser:
            await superuser.fetch(LOST, database_name(settings), NOTIFIER)
        while (message := await receive_message(subscriber.connection))["type"] == "next" and "errors" not in message[
            "payload"
        ]:
            pass
        [error] = message["payload"]["errors"]
        assert error["extensions"]["code"] == "SUBSCRIBER_FELL_BEHIND"


async def record(user: Client, begun: asyncio.Event) -> None:
    """Create, start and delete tasks until the server is gone."""
    try:
        while True:
            task = await user.task("createTask", prompt="a fox")
            begun.set()
            await user.task("startTask", id=task["id"])
            await user.mutate("deleteTask", "deletedTaskId", id=task["id"])
    except httpx2.TransportError:
        pass


@pytest.mark.slow
async def test_no_change_of_a_killed_process_is_missed(settings: Settings, server: ServedApplication) -> None:
    """Processes are killed at random moments, some of them between a commit and its notification."""
    random = Random(9739)
    user = server.new_client()
    killed = f"{settings.database_url.get_secret_value()}&application_name=killed"  # after the socket's directory
    async with subscribed(server.address, user) as subscriber:
        for _ in range(KILLS):
            begun = asyncio.Event()
            async with own_process(settings, DATABASE_URL=killed) as other, asyncio.TaskGroup() as group:
                for _ in range(RECORDERS):
                    group.create_task(record(other.new_client(user.id), begun))
                await begun.wait()
                await asyncio.sleep(random.uniform(0.1, 0.4))
                os.killpg(other.process.pid, signal.SIGKILL)
        async with as_owner(settings) as owner:
            # PostgreSQL may still be executing what the killed processes had sent.
            while await owner.fetchval("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'killed'"):
                await owner.execute("SELECT pg_sleep(0.02)")
        last = await user.task("createTask", prompt="the last one")
        changes = await changes_until(subscriber, ("CREATED", last["id"]))
    async with as_owner(settings) as owner:
        rows = await owner.fetch("SELECT id, status, deleted_at FROM user_task_history")
    made = [str(row["id"]) for row in rows if str(row["id"]) not in {last["id"], *subscriber.probes}]
    assert len(made) >= KILLS
    deleted = {str(row["id"]) for row in rows if row["deleted_at"]}
    expected = {("DELETED", one) for one in deleted}
    expected |= {("CREATED", one) for one in made if one not in deleted}
    expected |= {("UPDATED", str(row["id"])) for row in rows if row["status"] == "processing" and not row["deleted_at"]}
    assert len(changes) == len(set(changes))
    # Of a deleted task, the deletion must come; its earlier changes may be left out.
    assert {(kind, one) for kind, one in changes if kind == "DELETED" or one not in deleted} == expected
    assert {one for _, one in changes} == {*made}


async def test_a_wrong_password_is_logged_once_a_minute(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(connections, "RECONNECT_AFTER", 0.02)
    address = urlsplit(settings.database_url.get_secret_value())
    url = address._replace(netloc=address.netloc.replace(str(address.password), "wrong")).geturl()

    async def unused(_: asyncpg.Connection) -> None:
        """It is never connected to."""

    async with background(supervise("notifier", partial(keep_connected, url, "task-record notifier", unused))):
        await asyncio.sleep(0.5)
    [message] = caplog.messages
    assert message.startswith("the connection of the task-record notifier to PostgreSQL (")
    assert "InvalidPasswordError" in message
    assert "wrong" not in message
