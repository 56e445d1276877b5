"""Bounds of WebSockets: their number, and what each may send."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from itertools import count

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import Opcode

from server.limits.connection import closing_transport, websocket_protocol
from server.settings.settings import Settings
from tests.application import ServedApplication, on_port
from tests.server.http.raw import PATIENCE, RawSocket, frame, message, raw_socket, text
from tests.server.http.subscriber import greeted, init_connection, receive_message, send_message, socket, subscribe

ME = "{ viewer { id } }"


@pytest.fixture(scope="module")
async def server(shared_settings: Settings) -> AsyncIterator[ServedApplication]:
    # The default cost of a minute allows answers of 5 MB, which the kernel's buffers alone may hold unread.
    async with on_port(shared_settings, body_timeout=1.0, max_body_size=2_000_000, cost_per_user=None) as server:
        yield server


@pytest.fixture
def _no_failure_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    assert [record.getMessage() for record in caplog.records if record.levelname in {"WARNING", "ERROR"}] == []


quietly = pytest.mark.usefixtures("_no_failure_is_logged")


async def test_before_its_token_a_socket_sends_eight_kilobytes(server: ServedApplication) -> None:
    lists = '{"type": "ping", "payload": [' + "[]," * 1_000_000 + "[]]}"
    for frames in (text(lists), frame(Opcode.PING, b"x" * 100), message("ping"), frame(Opcode.PONG, b"")):
        async with raw_socket(server) as connection:
            assert (await connection.flood(frames))[0] == 1009
    async with socket(server.address) as connected:
        headers = server.new_client().headers | {"more": "x" * 7_000}
        await send_message(connected, "connection_init", payload=headers)
        assert (await receive_message(connected))["type"] == "connection_ack"


@pytest.mark.parametrize("headers", [{"X": "x" * 9_000}, {f"X-{number}": "x" for number in range(200)}])
async def test_a_handshake_with_too_many_headers_is_refused(server: ServedApplication, headers: dict[str, str]) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await connect(f"ws://{server.address}/graphql", additional_headers=headers, open_timeout=PATIENCE)
    assert refused.value.response.status_code == 431


async def test_few_sockets_wait_for_a_token(server: ServedApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websocket_protocol, "UNAUTHENTICATED", 3)
    async with AsyncExitStack() as stack:
        waiting = [await stack.enter_async_context(socket(server.address)) for _ in range(3)]
        with pytest.raises(InvalidStatus) as refused:
            await stack.enter_async_context(socket(server.address))
        assert refused.value.response.status_code == 503
        await init_connection(waiting[0], server.new_client())
        await init_connection(await stack.enter_async_context(socket(server.address)), server.new_client())


async def closed(connection: ClientConnection) -> tuple[int | None, str | None]:
    with pytest.raises(ConnectionClosed):
        await receive_message(connection)
    return connection.close_code, connection.close_reason


async def test_a_user_has_a_part_of_the_sockets(settings: Settings) -> None:
    async with on_port(settings, max_subscriptions_per_user=2) as server, AsyncExitStack() as stack:
        user, other = server.new_client(), server.new_client()
        sockets = [await stack.enter_async_context(socket(server.address)) for _ in range(4)]
        await init_connection(sockets[0], user)
        await init_connection(sockets[1], user)
        await send_message(sockets[2], "connection_init", payload=user.headers)
        expected = "A user may have 2 sockets at once (MAX_SUBSCRIPTIONS_PER_USER); end one first."
        assert await closed(sockets[2]) == (1013, expected)
        await init_connection(sockets[3], other)
        await sockets[0].close()
        async with greeted(server.address, user):
            pass


async def test_a_second_greeting_closes_the_socket_and_changes_nothing(settings: Settings) -> None:
    subscribe = {"query": "subscription { taskEvents { kind } }"}
    async with on_port(settings, max_subscriptions_per_user=1) as server:
        user, other = server.new_client(), server.new_client()
        async with greeted(server.address, user) as connection:
            await send_message(connection, "subscribe", id="1", payload=subscribe)
            await send_message(connection, "connection_init", payload=other.headers)
            assert await closed(connection) == (4429, "Too many initialisation requests")
        for one in (user, other):  # each has one subscription, as before
            async with greeted(server.address, one) as connection:
                await send_message(connection, "subscribe", id="1", payload=subscribe)
                await send_message(connection, "subscribe", id="2", payload=subscribe)
                message = await receive_message(connection)
                assert (message["id"], message["payload"][0]["extensions"]["code"]) == ("2", "RATE_LIMITED")


async def test_messages_have_the_size_of_a_body(server: ServedApplication) -> None:
    async with socket(server.address) as connection:
        user = server.new_client()
        await init_connection(connection, user)
        for number in range(3):
            variables = {"a": "x" * 1_900_000}
            await subscribe(connection, str(number), ME, variables=variables)
            assert (await receive_message(connection))["payload"]["data"] == {"viewer": {"id": str(user.id)}}
            assert (await receive_message(connection))["type"] == "complete"
        await send_message(connection, "ping", payload={"a": "x" * 2_000_000})
        assert (await closed(connection))[0] == 1009


@pytest.mark.slow
async def test_a_message_that_does_not_end_is_not_waited_for(server: ServedApplication) -> None:
    for beginning in (frame(Opcode.TEXT, b"x" * 200_000)[:150_000], frame(Opcode.TEXT, b"{", False)):
        async with raw_socket(server, server.new_client()) as connection:
            await connection.send(beginning)
            assert await connection.closing() == (1008, "It must arrive within 1 s (BODY_TIMEOUT).")


PING = json.dumps({"type": "ping"}).encode()


@pytest.mark.slow
@pytest.mark.parametrize(
    "ping", [text(PING), frame(Opcode.TEXT, PING, False) + frame(Opcode.CONT, b"")], ids=["a frame", "two frames"]
)
async def test_a_busy_client_is_not_taken_for_a_slow_one(server: ServedApplication, ping: bytes) -> None:
    """The time of a message begins with it, though one was incomplete whenever the server looked."""
    async with raw_socket(server, server.new_client()) as connection:
        await connection.send(ping[:-3])
        for _ in range(15):
            await asyncio.sleep(0.1)
            await connection.send(ping[-3:] + ping[:-3])
        received = b""
        async with asyncio.timeout(PATIENCE):
            while received.count(b'"pong"') < 15:
                received += await connection.reader.read(1_000)
                assert not connection.reader.at_eof(), received


@pytest.mark.slow
async def test_a_user_sends_one_large_message_at_a_time(server: ServedApplication) -> None:
    user, other = server.new_client(), server.new_client()
    async with raw_socket(server, user) as slow, socket(server.address) as second, socket(server.address) as theirs:
        await slow.send(frame(Opcode.TEXT, b"x" * 1_000_000)[:200_000])
        await asyncio.sleep(0.1)
        await init_connection(second, user)
        await init_connection(theirs, other)
        large = {"query": ME, "variables": {"a": "x" * 1_000_000}}
        waiting = asyncio.create_task(send_message(second, "subscribe", id="1", payload=large))
        await send_message(theirs, "subscribe", id="1", payload=large)
        assert (await receive_message(theirs))["payload"]["data"] == {"viewer": {"id": str(other.id)}}
        assert (await slow.closing())[0] == 1008
        assert (await receive_message(second))["payload"]["data"] == {"viewer": {"id": str(user.id)}}
        await waiting


@pytest.mark.parametrize(
    "frames", [frame(Opcode.PING, b"") * 500, frame(Opcode.PONG, b"") * 500, frame(Opcode.CONT, b"", False) * 500]
)
async def test_frames_are_counted(server: ServedApplication, frames: bytes) -> None:
    async with raw_socket(server, server.new_client()) as connection:
        await connection.send(frame(Opcode.TEXT, b"", False))
        assert await connection.flood(frames) == (1013, "A socket may send 2,000 frames within 10 seconds.")


def asking(query: str, times: int) -> bytes:
    return b"".join(message("subscribe", id=str(number), payload={"query": query}) for number in range(times))


@quietly
@pytest.mark.parametrize("query", [ME, "subscription { taskEvents { kind } }", "{", "{ tasks { nodes { prompt } } }"])
async def test_a_socket_with_too_many_messages_is_closed_without_a_failure(
    server: ServedApplication, query: str
) -> None:
    """Answers that come after the socket was closed are not sent, and not logged as failures."""
    user = server.new_client()
    async with raw_socket(server, user) as connection:
        await connection.send(asking(query, 500))
        assert await connection.closing() == (1013, "200 messages may wait for earlier ones.")
    await user.data(ME)


@quietly
@pytest.mark.parametrize(
    ("ending", "closing"),
    [
        (message("connection_init", payload={}), (4429, "Too many initialisation requests")),
        (text("{"), (4400, "The message must be JSON in UTF-8: unexpected end of data: line 1 column 2 (char 1).")),
        (text(b"\xff"), (1007, "Text must be UTF-8.")),
        (frame(Opcode.CLOSE, b"\x03\xe8"), (1000, "")),
        (b"", None),
    ],
    ids=["greeted twice", "no JSON", "no UTF-8", "closed", "gone"],
)
async def test_a_socket_that_ends_while_operations_run_is_not_a_failure(
    server: ServedApplication, ending: bytes, closing: tuple[int, str] | None
) -> None:
    user = server.new_client()
    for before in (1, 10, 50):
        async with raw_socket(server, user) as connection:
            await connection.send(asking(ME, before) + ending)
            if closing:
                assert await connection.closing() == closing
    await user.data(ME)


@pytest.mark.slow
async def test_a_socket_that_is_not_read_is_disconnected(
    server: ServedApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing_transport, "UNREAD", 0.2)
    user = server.new_client()
    await user.task("createTask", prompt="x" * 10_000)
    query = "{" + "".join(f"a{number}: tasks {{ nodes {{ prompt }} }} " for number in range(20)) + "}"
    async with raw_socket(server, user) as connection, asyncio.timeout(PATIENCE):
        with pytest.raises(ConnectionError):
            await ask_without_end(connection, query)


async def ask_without_end(connection: RawSocket, query: str) -> None:
    for number in count():
        await connection.send(message("subscribe", id=str(number), payload={"query": query}))
        await asyncio.sleep(0.02)
