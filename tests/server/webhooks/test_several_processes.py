"""No event is lost when the process that sends it dies, and no two processes send the same event."""

import asyncio
import os
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import asyncpg
import pytest

from server.settings.settings import Settings
from tests.api import Client
from tests.application import in_process, own_process
from tests.server.webhooks.attempted import sent
from tests.server.webhooks.receiver import Receiver, answering, hanging

OVER = """UPDATE task_record.webhooks SET claimed_until = now()
  WHERE id = $1 AND claimed_until > now() + interval '30 seconds'"""


@pytest.mark.slow
async def test_another_process_sends_the_events_of_a_killed_one(
    settings: Settings, receiver: Receiver, database: asyncpg.Connection
) -> None:
    hangs = asyncio.Event()
    receiver.answers["/killed"] = hanging(hangs)
    trusted = os.environ["SSL_CERT_FILE"]
    async with own_process(settings, WEBHOOK_NETWORKS="127.0.0.0/8", SSL_CERT_FILE=trusted) as application:
        user = application.new_client()
        webhook, secret = await receiver.webhook(user, "/killed", "TASK_CREATED")
        await user.task("createTask", prompt="a fox")
        await receiver.until("/killed")
        application.process.kill()
        await application.exit_status()
    hangs.set()
    assert await database.execute(OVER, webhook) == "UPDATE 1"  # as if the minute were over
    async with in_process(settings) as other:
        again = Client(other.http, user.id)
        [delivered] = await sent(again, webhook, "DELIVERED")
    first, second = await receiver.until("/killed", 2)
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == delivered["id"]
    assert first.verified(secret) == second.verified(secret)
    assert len(delivered["attempts"]) == 1


@pytest.mark.slow
async def test_attempts_end_when_a_server_stops(settings: Settings, receiver: Receiver) -> None:
    ends = asyncio.Event()
    receiver.answers["/stopped"] = hanging(ends)
    async with in_process(settings) as application:
        user = application.new_client()
        webhook, _ = await receiver.webhook(user, "/stopped", "TASK_CREATED")
        await user.task("createTask", prompt="a fox")
        await receiver.until("/stopped")
        asyncio.get_running_loop().call_later(0.5, ends.set)
    async with in_process(settings) as application:
        [delivery] = await sent(Client(application.http, user.id), webhook)
    assert (delivery["state"], len(delivery["attempts"])) == ("DELIVERED", 1)
    assert len(receiver.of("/stopped")) == 1


@pytest.mark.slow
async def test_each_event_is_sent_by_one_of_several_processes(settings: Settings, receiver: Receiver) -> None:
    async with AsyncExitStack() as stack:
        servers = [await stack.enter_async_context(in_process(settings)) for _ in range(3)]
        user = servers[0].new_client()
        clients = [Client(server.http, user.id) for server in servers]
        webhooks = [await receiver.webhook(user, path, "TASK_CREATED") for path in ("/one", "/two")]
        await asyncio.gather(*(clients[n % 3].task("createTask", prompt="a fox") for n in range(60)))
        for webhook, _ in webhooks:
            await sent(user, webhook, "DELIVERED", 50)
        await asyncio.gather(*(receiver.until(path, 60) for path in ("/one", "/two")))
    times = Counter(one.headers["webhook-id"] for one in receiver.received)
    assert len(times) == 120
    assert set(times.values()) == {1}


async def tried(user: Client, webhook: str) -> None:
    await user.mutate("testWebhook", "delivery { id }", id=webhook)


async def changed(user: Client, webhook: str) -> None:
    await user.mutate("updateWebhook", "webhook { id }", id=webhook, events=["TASK_CREATED", "TASK_FAILED"])


@pytest.mark.slow
@pytest.mark.parametrize("is_failing", [False, True], ids=["healthy", "failing"])
@pytest.mark.parametrize("meanwhile", [tried, changed])
async def test_changes_by_the_owner_do_not_resend_an_event_under_way(
    user: Client,
    receiver: Receiver,
    settings: Settings,
    meanwhile: Callable[[Client, str], Awaitable[None]],
    is_failing: bool,
) -> None:
    ends = asyncio.Event()
    receiver.answers["/busy"] = answering(500)
    async with in_process(settings):
        webhook, _ = await receiver.webhook(user, "/busy", "TASK_CREATED")
        if is_failing:
            await tried(user, webhook)
            await sent(user, webhook)
        receiver.answers["/busy"] = hanging(ends)
        before = len(receiver.of("/busy"))
        await tried(user, webhook)
        await receiver.until("/busy", before + 1)
        await meanwhile(user, webhook)
        await asyncio.sleep(0.7)  # in which both have looked
        ends.set()
        await sent(user, webhook, "DELIVERED", 1 + (meanwhile is tried))
    times = Counter(one.headers["webhook-id"] for one in receiver.of("/busy")[before:])
    assert set(times.values()) == {1}
