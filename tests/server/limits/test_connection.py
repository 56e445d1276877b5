"""Limits of one connection of any client: the bytes it may send, and how long it may take."""

import asyncio
import json
import struct
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from itertools import repeat
from socket import IPPROTO_TCP, TCP_INFO

import httpx2
import pytest
from starlette.types import Receive, Scope, Send

from server.limits.connection import closing_transport
from server.settings.settings import Settings
from tests.application import ServedApplication, on_port, served
from tests.server.http.raw import PATIENCE, converse, opened

POST = b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"
PACKETS_WITH_DATA = 152
"""Where `tcpi_data_segs_in` is in the `tcp_info` of Linux."""
GET = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"


@pytest.fixture(scope="module")
async def server(shared_settings: Settings) -> AsyncIterator[ServedApplication]:
    async with on_port(shared_settings, max_header_size=10_000, header_timeout=0.5) as server:
        yield server


async def flood(
    server: ServedApplication, beginning: bytes, rest: Iterable[bytes], pause: float = 0
) -> tuple[bytes, int]:
    """Send `rest` until the server ends its answer; return the answer, and how many bytes of `rest` were sent."""
    sent = 0
    async with opened(server, beginning) as (reader, writer), asyncio.timeout(PATIENCE):
        answering = asyncio.create_task(reader.read())
        for part in rest:
            if answering.done():
                break
            writer.write(part)
            sent += len(part)
            await writer.drain()
            await asyncio.sleep(pause)
        return await answering, sent


TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\n"


@pytest.mark.parametrize(
    ("beginning", "rest"),
    [
        (CHUNKED + b"0\r\n", b"a:\r\n" * 500),
        (CHUNKED + b"0\r\na: ", b"a" * 2_000),
        (CHUNKED + b"1;", b"a" * 2_000),
        (CHUNKED, b"1;a=aaaaaaaaaaaaaaa\r\na\r\n" * 80),
        (GET, b"a:\r\n" * 500),
        (GET + b"a: ", b"a" * 2_000),
        (b"GET /", b"a" * 2_000),
    ],
)
async def test_bytes_outside_of_bodies_are_counted(server: ServedApplication, beginning: bytes, rest: bytes) -> None:
    user = server.new_client()
    beginning = beginning.replace(b"\r\n", f"\r\nAuthorization: {user.headers['Authorization']}\r\n".encode(), 1)
    answer, sent = await flood(server, beginning, repeat(rest))
    assert answer.startswith(TOO_LARGE)
    assert sent < 1_000_000


async def test_headers_in_one_piece_are_counted_as_well(server: ServedApplication) -> None:
    for fields in (b"a: " + b"a" * 10_000 + b"\r\n", b"a:\r\n" * 2_500):
        assert (await converse(server, GET + fields + b"\r\n")).startswith(TOO_LARGE)
    answer = await converse(server, GET + b"a: " + b"a" * 9_000 + b"\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")


@pytest.mark.slow
async def test_a_body_in_small_chunks_is_taken(server: ServedApplication) -> None:
    user = server.new_client()

    async def letters() -> AsyncIterator[bytes]:
        for letter in json.dumps({"query": "{ viewer { id } }" + " " * 9_000}):
            yield letter.encode()

    headers = user.headers | {"Content-Type": "application/json"}
    answer = await server.http.post("/graphql", content=letters(), headers=headers)
    assert answer.json()["data"] == {"viewer": {"id": str(user.id)}}


async def test_a_refused_client_that_goes_on_sending_is_disconnected(
    server: ServedApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing_transport, "LINGERING", 0.3)
    async with opened(server, CHUNKED + b"1\r\na\r\n") as (reader, writer), asyncio.timeout(PATIENCE):
        answer = await reader.read()  # the server sends no more
        assert answer.startswith(b"HTTP/1.1 401 Unauthorized\r\n")
        assert b"\r\nconnection: close\r\n" in answer
        with pytest.raises(ConnectionError):  # nor does it read any more
            await write_on(writer)


async def write_on(writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"1\r\na\r\n")
        await writer.drain()
        await asyncio.sleep(0.05)


@pytest.mark.slow
async def test_a_client_that_is_refused_while_sending_reads_the_reason(server: ServedApplication) -> None:
    async def much() -> AsyncIterator[bytes]:
        for _ in range(300):
            yield b"a" * 50_000

    headers = {"Content-Type": "application/json"}
    answer = await server.http.post("/graphql", content=much(), headers=headers)
    assert answer.status_code == 401
    assert answer.json()["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}


@pytest.mark.slow
async def test_little_is_read_after_a_refusal(server: ServedApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing_transport, "LINGERING", 2)
    sent, part = 0, bytes(256 * 1024)
    async with opened(server, POST + b"Content-Length: 1000000000\r\n\r\n") as (_, writer), asyncio.timeout(PATIENCE):
        with suppress(ConnectionError):
            while not writer.transport.is_closing():
                writer.write(part)
                sent += len(part)
                await writer.drain()
    assert sent < 40_000_000


async def test_a_connection_stays_open_when_all_of_the_request_was_read(server: ServedApplication) -> None:
    user = server.new_client()
    limits = httpx2.Limits(max_connections=1)
    connections = set()
    async with httpx2.AsyncClient(base_url=server.url, limits=limits) as http:
        for headers, status in ((user.headers, 200), ({}, 401), (user.headers, 200)):
            content = json.dumps({"query": "{ viewer { id } }"})
            answer = await http.post(
                "/graphql", content=content, headers=headers | {"Content-Type": "application/json"}
            )
            assert answer.status_code == status
            assert "connection" not in answer.headers
            connections.add(answer.extensions["network_stream"].get_extra_info("client_addr"))
    assert len(connections) == 1


async def test_an_answer_comes_in_one_packet(server: ServedApplication) -> None:
    """Headers and body by themselves would be two, and each costs a system call on both sides."""
    async with opened(server) as (reader, writer):
        for requests in range(1, 4):
            writer.write(GET + b"\r\n")
            answer = await reader.read(10_000)
            assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
            assert b"\r\n\r\nok\n" in answer
            information = writer.get_extra_info("socket").getsockopt(IPPROTO_TCP, TCP_INFO, 256)
            assert struct.unpack_from("I", information, PACKETS_WITH_DATA) == (requests,)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("beginning", "more"),
    [(b"", b""), (GET + b"X-Slow: ", b"a"), (GET + b"\r\n", b"\r\n")],
    ids=["nothing", "a header", "empty lines after an answer"],
)
async def test_headers_that_do_not_end_are_not_waited_for(
    server: ServedApplication, beginning: bytes, more: bytes
) -> None:
    answer, sent = await flood(server, beginning, repeat(more), pause=0.1)
    assert answer.count(b"HTTP/1.1 200 OK\r\n") == (more == b"\r\n")
    assert b"HTTP/1.1 408 Request Timeout\r\n" in answer
    assert sent < 30 * (len(more) or 1)


async def test_few_requests_wait_on_a_connection(server: ServedApplication) -> None:
    answer = await converse(server, (GET + b"\r\n") * 10 + GET + b"Connection: close\r\n\r\n")
    assert answer.count(b"HTTP/1.1 200 OK\r\n") == 11
    assert b"429 Too Many Requests" in await converse(server, (GET + b"\r\n") * 1_000)


class Generous:
    """An application that answers with more than the buffers of a connection hold, in pieces of one size in bytes."""

    def __init__(self, size: int, pieces: int) -> None:
        self.size, self.pieces = size, pieces
        self.answered = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return
        headers = [(b"content-length", str(self.size * self.pieces).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for number in range(self.pieces):
            await send({"type": "http.response.body", "body": bytes(self.size), "more_body": number + 1 < self.pieces})
        self.answered.set()


@pytest.mark.slow
@pytest.mark.parametrize(("size", "pieces"), [(30_000_000, 1), (1_000_000, 30)])
async def test_a_client_that_does_not_read_is_disconnected(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, size: int, pieces: int
) -> None:
    monkeypatch.setattr(closing_transport, "UNREAD", 0.2)
    app = Generous(size, pieces)
    async with (
        served(app, settings) as server,
        opened(server, GET + b"Connection: close\r\n\r\n") as (reader, _),
        asyncio.timeout(PATIENCE),
    ):
        await app.answered.wait()
        await asyncio.sleep(1.2)
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await reader.readexactly(size * pieces)


@pytest.mark.slow
@pytest.mark.parametrize(("size", "pieces"), [(20_000_000, 1), (60_000, 300)])
async def test_a_client_that_reads_evenly_is_served_though_the_kernel_could_buffer_all(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, size: int, pieces: int
) -> None:
    monkeypatch.setattr(closing_transport, "UNREAD", 2.0)
    async with served(Generous(size, pieces), settings) as server:
        head = GET + b"Connection: close\r\n\r\n"
        async with opened(server, head, buffer=32 * 1024) as (reader, _):
            for _ in range(70):
                assert await reader.readexactly(10_000)
                await asyncio.sleep(0.1)
            assert await reader.readexactly(size * pieces - 70 * 10_000)
