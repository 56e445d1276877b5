"""Bounds of WebSockets: their number, and what each may send."""

import asyncio
import base64
import json
import re
import struct
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import Opcode

from server.limits.connection import closing_transport, websocket_protocol
from server.settings.rate import Rate
from server.settings.settings import Settings
from tests.api import Client
from tests.application import ServedApplication, on_port
from tests.server.http.subscriber import init_connection, receive_message, send_message, socket
from tests.server.limits.frames import frame, text

PATIENCE = 30.0
ME = "{ viewer { id } }"


@pytest.fixture(scope="module")
async def server(shared_settings: Settings) -> AsyncIterator[ServedApplication]:
    # The default cost of a minute allows answers of 5 MB, which the kernel's buffers alone may hold unread.
    async with on_port(shared_settings, body_timeout=1.0, max_body_size=2_000_000, cost_per_user=None) as server:
        yield server


class Raw:
    """A WebSocket whose frames the test writes itself, byte by byte."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def send(self, *frames: bytes) -> None:
        for sent in frames:
            self.writer.write(sent)
            await self.writer.drain()
            await asyncio.sleep(0)

    async def flood(self, frames: bytes) -> tuple[int, str]:
        """Send the frames again and again until the server closes; return its close code and reason."""
        ending = asyncio.create_task(self.end())
        while not ending.done():
            await self.send(frames)
        return await ending

    async def end(self) -> tuple[int, str]:
        """Wait until the server closes, and return its close code and reason."""
        async with asyncio.timeout(PATIENCE):
            received = await self.reader.read()
        closing = received[received.rindex(b"\x88") :]
        return struct.unpack("!H", closing[2:4])[0], closing[4:].decode()

    async def until_closing(self, code: int) -> None:
        """Wait until the server says that it closes, with the code."""
        received, closing = b"", re.compile(rb"\x88." + re.escape(struct.pack("!H", code)), re.DOTALL)
        async with asyncio.timeout(PATIENCE):
            while not closing.search(received):
                part = await self.reader.read(1_000)
                assert part, received
                received += part


@asynccontextmanager
async def raw(server: ServedApplication, user: Client | None = None) -> AsyncIterator[Raw]:
    host, _, port = server.address.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    key = base64.b64encode(bytes(16)).decode()
    writer.write(
        "GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
        "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n".encode()
    )
    assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101 ")
    if user:
        writer.write(text(json.dumps({"type": "connection_init", "payload": user.headers})))
        await reader.readuntil(b"connection_ack")
    yield Raw(reader, writer)
    writer.close()


async def test_before_its_token_a_socket_sends_kilobytes(server: ServedApplication) -> None:
    lists = '{"type": "ping", "payload": [' + "[]," * 1_000_000 + "[]]}"
    for frames in (text(lists), frame(Opcode.PING, b"x" * 100), text('{"type": "ping"}'), frame(Opcode.PONG, b"")):
        async with raw(server) as connection:
            assert (await connection.flood(frames))[0] == 1009


async def test_a_token_may_have_kilobytes(server: ServedApplication) -> None:
    user = server.new_client()
    async with socket(server.address) as connection:
        await send_message(connection, "connection_init", payload=user.headers | {"more": "x" * 7_000})
        assert (await receive_message(connection))["type"] == "connection_ack"


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
        told = "A user may have 2 sockets at once (MAX_SUBSCRIPTIONS_PER_USER); end one first."
        assert await closed(sockets[2]) == (1013, told)
        await init_connection(sockets[3], other)
        await sockets[0].close()
        async with socket(server.address) as again:
            await init_connection(again, user)


async def test_a_second_greeting_closes_the_socket_and_changes_nothing(settings: Settings) -> None:
    subscribe = {"query": "subscription { taskEvents { kind } }"}
    async with on_port(settings, max_subscriptions_per_user=1) as server:
        user, other = server.new_client(), server.new_client()
        async with socket(server.address) as connection:
            await init_connection(connection, user)
            await send_message(connection, "subscribe", id="1", payload=subscribe)
            await send_message(connection, "connection_init", payload=other.headers)
            assert await closed(connection) == (4429, "Too many initialisation requests")
        for one in (user, other):  # each has one subscription, as before
            async with socket(server.address) as connection:
                await init_connection(connection, one)
                await send_message(connection, "subscribe", id="1", payload=subscribe)
                await send_message(connection, "subscribe", id="2", payload=subscribe)
                message = await receive_message(connection)
                assert (message["id"], message["payload"][0]["extensions"]["code"]) == ("2", "RATE_LIMITED")


async def test_text_that_is_not_utf_8_closes_the_socket(
    server: ServedApplication, caplog: pytest.LogCaptureFixture
) -> None:
    async with raw(server, server.new_client()) as connection:
        await connection.send(text(b'{"type": "\xff"}'))
        assert await connection.end() == (1007, "Text must be UTF-8.")
    assert [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}] == []


async def test_a_message_of_many_values_closes_the_socket(server: ServedApplication) -> None:
    async with socket(server.address) as connection:
        await init_connection(connection, server.new_client())
        await send_message(connection, "subscribe", id="1", payload={"query": ME, "variables": {"a": [[]] * 101_000}})
        assert await closed(connection) == (4400, "The message holds more than 100,000 values.")


async def test_messages_have_the_size_of_a_body(server: ServedApplication) -> None:
    async with socket(server.address) as connection:
        user = server.new_client()
        await init_connection(connection, user)
        for number in range(3):
            variables = {"a": "x" * 1_900_000}
            await send_message(connection, "subscribe", id=str(number), payload={"query": ME, "variables": variables})
            assert (await receive_message(connection))["payload"]["data"] == {"viewer": {"id": str(user.id)}}
            assert (await receive_message(connection))["type"] == "complete"
        await send_message(connection, "ping", payload={"a": "x" * 2_000_000})
        assert (await closed(connection))[0] == 1009


@pytest.mark.slow
async def test_a_message_that_does_not_end_is_not_waited_for(server: ServedApplication) -> None:
    for beginning in (frame(Opcode.TEXT, b"x" * 200_000)[:150_000], frame(Opcode.TEXT, b"{", False)):
        async with raw(server, server.new_client()) as connection:
            await connection.send(beginning)
            assert await connection.end() == (1008, "It must arrive within 1 s (BODY_TIMEOUT).")


@pytest.mark.slow
async def test_a_user_sends_one_large_message_at_a_time(server: ServedApplication) -> None:
    user, other = server.new_client(), server.new_client()
    async with raw(server, user) as slow, socket(server.address) as second, socket(server.address) as theirs:
        await slow.send(frame(Opcode.TEXT, b"x" * 1_000_000)[:200_000])
        await asyncio.sleep(0.1)
        await init_connection(second, user)
        await init_connection(theirs, other)
        large = {"query": ME, "variables": {"a": "x" * 1_000_000}}
        waiting = asyncio.create_task(send_message(second, "subscribe", id="1", payload=large))
        await send_message(theirs, "subscribe", id="1", payload=large)
        assert (await receive_message(theirs))["payload"]["data"] == {"viewer": {"id": str(other.id)}}
        assert (await slow.end())[0] == 1008
        assert (await receive_message(second))["payload"]["data"] == {"viewer": {"id": str(user.id)}}
        await waiting


@pytest.mark.parametrize(
    "frames", [frame(Opcode.PING, b"") * 500, frame(Opcode.PONG, b"") * 500, frame(Opcode.CONT, b"", False) * 500]
)
async def test_frames_are_counted(server: ServedApplication, frames: bytes) -> None:
    async with raw(server, server.new_client()) as connection:
        await connection.send(frame(Opcode.TEXT, b"", False))
        assert await connection.flood(frames) == (1013, "A socket may send 2,000 frames within 10 seconds.")


@pytest.mark.parametrize("query", [ME, "subscription { taskEvents { kind } }", "{", "{ tasks { nodes { prompt } } }"])
async def test_a_socket_with_too_many_messages_is_closed_without_a_failure(
    server: ServedApplication, caplog: pytest.LogCaptureFixture, query: str
) -> None:
    """What is answered after the socket was closed is not sent, and nothing is logged of it."""
    user = server.new_client()
    asking = [{"type": "subscribe", "id": str(number), "payload": {"query": query}} for number in range(500)]
    async with raw(server, user) as connection:
        await connection.send(b"".join(text(json.dumps(message)) for message in asking))
        assert await connection.end() == (1013, "200 messages may wait for earlier ones.")
    await user.data(ME)
    assert [record.getMessage() for record in caplog.records if record.levelname in {"WARNING", "ERROR"}] == []


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        (text(json.dumps({"type": "connection_init", "payload": {}})), 4429),
        (text("{"), 4400),
        (text(b"\xff"), 1007),
        (frame(Opcode.CLOSE, b"\x03\xe8"), 1000),
        (b"", None),
    ],
    ids=["greeted twice", "no JSON", "no UTF-8", "closed", "gone"],
)
async def test_a_socket_that_ends_while_operations_run_is_no_failure(
    server: ServedApplication, caplog: pytest.LogCaptureFixture, ending: bytes, code: int | None
) -> None:
    user = server.new_client()
    asking = [{"type": "subscribe", "id": str(number), "payload": {"query": ME}} for number in range(50)]
    for count_before in (1, 10, 50):
        async with raw(server, user) as connection:
            before = b"".join(text(json.dumps(message)) for message in asking[:count_before])
            await connection.send(before + ending)
            if code:
                await connection.until_closing(code)
    await user.data(ME)
    assert [record.getMessage() for record in caplog.records if record.levelname in {"WARNING", "ERROR"}] == []


async def test_messages_are_counted_as_requests(settings: Settings) -> None:
    async with (
        on_port(settings, requests_per_user=Rate.parse("5/minute")) as server,
        socket(server.address) as connection,
    ):
        await init_connection(connection, server.new_client())
        for _ in range(5):
            await send_message(connection, "ping")
            assert (await receive_message(connection))["type"] == "pong"
        await send_message(connection, "ping")
        code, reason = await closed(connection)
        assert code == 1013
        assert "REQUESTS_PER_USER" in str(reason)


@pytest.mark.slow
async def test_a_socket_that_is_not_read_is_disconnected(
    server: ServedApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing_transport, "UNREAD", 0.2)
    user = server.new_client()
    await user.task("createTask", prompt="x" * 10_000)
    query = "{" + "".join(f"a{number}: tasks {{ nodes {{ prompt }} }} " for number in range(20)) + "}"
    async with raw(server, user) as connection:
        asking = asyncio.create_task(ask_on(connection, query))
        async with asyncio.timeout(PATIENCE):
            await asyncio.wait([asking])
        assert isinstance(asking.exception(), ConnectionError)


async def ask_on(connection: Raw, query: str) -> None:
    for number in count():
        payload = {"query": query}
        await connection.send(text(json.dumps({"type": "subscribe", "id": str(number), "payload": payload})))
        await asyncio.sleep(0.02)
