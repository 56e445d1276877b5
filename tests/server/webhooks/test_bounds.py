"""Limits on what receivers, and users who name addresses, can take up."""

import asyncio
from collections.abc import Callable

import asyncpg
import pytest
from aiohttp import web

from server.settings.settings import Settings
from server.webhooks import webhook_client
from tests.api import Client
from tests.application import in_process
from tests.server.webhooks.attempted import DELIVERIES, attempt_of_test, sent, until_attempted
from tests.server.webhooks.receiver import Answer, Receiver, answering, hanging


@pytest.mark.slow
async def test_an_address_of_our_own_network_is_not_connected_to(
    settings: Settings, receiver: Receiver, database: asyncpg.Connection
) -> None:
    """Nor is one that is there from a time when its network was allowed."""
    async with in_process(settings, webhook_networks=()) as application:
        user = application.new_client()
        webhook, _ = await receiver.webhook(user, "/inside", host="localhost")
        for url in (receiver.url("/inside", host) for host in ("127.0.0.1", "[::1]")):
            await database.execute("UPDATE task_record.webhooks SET url = $2 WHERE id = $1", webhook, url)
            attempt = await attempt_of_test(user, webhook)
            assert attempt == {
                "status": None,
                "error": "This is not a public address, so nothing is sent to it.",
                "errorCode": "ADDRESS_NOT_PUBLIC",
            }
    assert receiver.received == []


@pytest.mark.slow
async def test_a_receiver_that_does_not_answer_delays_no_other(
    user: Client, new_client: Callable[..., Client], receiver: Receiver, database: asyncpg.Connection
) -> None:
    ends = asyncio.Event()
    receiver.answers["/hangs"] = hanging(ends)
    webhooks = [await receiver.webhook(user, "/hangs", "TASK_CREATED") for _ in range(4)]
    rest = "UPDATE task_record.webhooks SET rests_until = now() + $2 * interval '1 hour' WHERE user_id = $1"
    await database.execute(rest, user.id, 1)
    for _ in range(10):
        await user.task("createTask", prompt="a fox")
    await database.execute(rest, user.id, 0)
    await receiver.until("/hangs", 16)
    other = new_client()
    await receiver.webhook(other, "/quick", "TASK_CREATED")
    await other.task("createTask", prompt="a fox")
    await receiver.until("/quick")
    assert len(receiver.of("/hangs")) == 16  # two of the webhooks, eight events each
    ends.set()
    for webhook, _ in webhooks:
        assert len(await sent(user, webhook, "DELIVERED", 10)) == 10


@pytest.mark.slow
async def test_only_the_status_is_read(user: Client, receiver: Receiver) -> None:
    sent_bytes = 0

    async def flood(request: web.Request) -> web.StreamResponse:
        nonlocal sent_bytes
        response = web.StreamResponse(headers={"Content-Encoding": "gzip", "Set-Cookie": "a=b"})
        await response.prepare(request)
        for _ in range(1_000):
            await response.write(b"x" * 65_536)
            sent_bytes += 65_536
        return response

    receiver.answers["/flood"] = flood
    webhook, _ = await receiver.webhook(user, "/flood", "TASK_CREATED")
    await user.task("createTask", prompt="a fox")
    [delivered] = await sent(user, webhook, "DELIVERED")
    assert delivered["attempts"][0]["status"] == 200
    assert sent_bytes < 250 * 65_536
    await user.mutate("testWebhook", "delivery { id }", id=webhook)
    _, second = await receiver.until("/flood", 2)
    assert "Cookie" not in second.headers


def raw(content: bytes) -> Answer:
    """Sends these bytes, and closes the connection."""

    async def answer(request: web.Request) -> web.StreamResponse:
        assert isinstance(request.transport, asyncio.Transport)
        request.transport.write(content)
        request.transport.close()
        return web.Response()

    return answer


async def interim(request: web.Request) -> web.StreamResponse:
    """Sends interim answers without end. They must not be parsed for all the seconds of an attempt."""
    assert isinstance(request.transport, asyncio.Transport)
    while not request.transport.is_closing():
        if not request.transport.get_write_buffer_size():
            request.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000)
        await asyncio.sleep(0)
    return web.Response()


@pytest.mark.parametrize(
    ("answer", "code", "error"),
    [
        (raw(b"SSH-2.0-OpenSSH\r\n"), "NOT_HTTP", "The answer is not HTTP: Bad status line."),
        (raw(b"HTTP/1.1 200 OK\r\na\x00\xff: b\r\n\r\n"), "NOT_HTTP", "The answer is not HTTP: Invalid header token."),
        (raw(b""), "DISCONNECTED", "Server disconnected"),
        (interim, "NOT_HTTP", "No answer was among the first 32,768 bytes."),
        (None, "TIMED_OUT", "There was no answer within 0.5 seconds, or no connection within 5."),
    ],
    ids=["another protocol", "a header", "nothing", "interim answers", "no answer"],
)
async def test_an_attempt_without_a_valid_answer_in_time_is_reported(
    user: Client, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, answer: Answer | None, code: str, error: str
) -> None:
    ends = asyncio.Event()
    receiver.answers["/odd"] = answer or hanging(ends)
    if not answer:
        monkeypatch.setattr(webhook_client, "ANSWER_WITHIN", 0.5)
    webhook, _ = await receiver.webhook(user, "/odd", "TASK_CREATED")
    assert await attempt_of_test(user, webhook) == {"status": None, "error": error, "errorCode": code}
    ends.set()


async def test_a_failed_connection_is_reported(user: Client) -> None:
    made = await user.mutate("createWebhook", "webhook { id }", url="https://127.0.0.1:1/", events=["TASK_CREATED"])
    attempt = await attempt_of_test(user, made["webhook"]["id"])
    assert (attempt["status"], attempt["errorCode"]) == (None, "NOT_CONNECTED")
    assert attempt["error"].startswith("Cannot connect to host 127.0.0.1:1")


async def test_a_certificate_without_a_trusted_authority_is_refused(
    settings: Settings, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    async with in_process(settings) as application:
        user = application.new_client()
        webhook, _ = await receiver.webhook(user, "/secret", "TASK_CREATED")
        attempt = await attempt_of_test(user, webhook)
    assert attempt["errorCode"] == "TLS_FAILED"
    assert "certificate" in attempt["error"]
    assert receiver.received == []


@pytest.mark.slow
async def test_a_failing_webhook_gets_one_event_at_a_time(
    user: Client, receiver: Receiver, database: asyncpg.Connection
) -> None:
    receiver.answers["/down"] = answering(500)
    webhook, _ = await receiver.webhook(user, "/down", "TASK_CREATED")
    await user.task("createTask", prompt="a fox")
    await sent(user, webhook)
    for _ in range(20):
        await user.task("createTask", prompt="a fox")
    await database.execute("UPDATE task_record.webhooks SET rests_until = now() WHERE id = $1", webhook)
    await receiver.until("/down", 2)
    await asyncio.sleep(0.5)
    assert len(receiver.of("/down")) == 2
    rests = await database.fetchval("SELECT rests_until - now() FROM task_record.webhooks WHERE id = $1", webhook)
    assert 0 < rests.total_seconds() <= 6
    del receiver.answers["/down"]
    await database.execute("UPDATE task_record.webhooks SET rests_until = now() WHERE id = $1", webhook)
    await receiver.until("/down", 21)
    assert (await user.data(DELIVERIES, id=webhook))["node"]["failingSince"] is None


async def test_a_delivery_to_another_users_webhook_is_not_sent(
    user: Client, new_client: Callable[..., Client], receiver: Receiver, database: asyncpg.Connection
) -> None:
    """A user's own SQL could insert one: row-level security checks only that the row is theirs."""
    webhook, _ = await receiver.webhook(user, "/mine")
    other = new_client()
    await database.execute(
        "INSERT INTO task_record.webhook_deliveries (webhook_id, user_id, subject_id, type, data)"
        " VALUES ($1, $2, $2, 'test', '{}')",
        webhook,
        other.id,
    )
    made = await user.mutate("testWebhook", "delivery { id }", id=webhook)
    await until_attempted(user, made["delivery"]["id"])
    assert [one.headers["webhook-id"] for one in receiver.received] == [made["delivery"]["id"]]
