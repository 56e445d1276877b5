"""Connections on which a test writes each byte itself."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from socket import SO_RCVBUF, SOL_SOCKET, socket

import pytest
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.typing import Subprotocol
from websockets.uri import parse_uri

from tests.api import Client
from tests.application import ServedApplication

PATIENCE = 30.0
BETWEEN_SEGMENTS = 0.005
BUFFER = 64 * 1024
"""Bytes that a client receives without reading them."""


@asynccontextmanager
async def opened(
    server: ServedApplication, *segments: bytes, buffer: int = BUFFER
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Open a connection, and send the segments one by one."""
    host, _, port = server.address.partition(":")
    connection = socket()
    connection.setblocking(False)
    connection.setsockopt(SOL_SOCKET, SO_RCVBUF, buffer)
    await asyncio.get_running_loop().sock_connect(connection, (host, int(port)))
    reader, writer = await asyncio.open_connection(sock=connection, limit=buffer // 2)
    try:
        for segment in segments:
            writer.write(segment)
            await asyncio.sleep(BETWEEN_SEGMENTS)
        yield reader, writer
    finally:
        writer.close()


async def converse(server: ServedApplication, *segments: bytes) -> bytes:
    """Send the segments one by one, and return what the server sends until it closes the connection."""
    async with opened(server, *segments) as (reader, _), asyncio.timeout(PATIENCE):
        return await reader.read()


def head(user: Client, fields: str = "", line: str = "POST /graphql HTTP/1.1") -> bytes:
    """Return the head of a user's request; each of the fields ends in CRLF."""
    fields = f"Host: x\r\nAuthorization: {user.headers['Authorization']}\r\n{fields}"
    return f"{line}\r\n{fields}\r\n".encode()


def posted(user: Client, content: bytes, fields: str = "") -> bytes:
    """Return a whole request whose body is JSON."""
    return head(user, f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n{fields}") + content


async def unread() -> AsyncIterator[bytes]:
    """A body that may not be read."""
    yield b""
    pytest.fail("the body was read")


def text(content: str | bytes) -> bytes:
    return frame(Opcode.TEXT, content.encode() if isinstance(content, str) else content)


def message(type: str, **rest: object) -> bytes:
    return text(json.dumps({"type": type, **rest}))


def frame(opcode: Opcode, content: bytes, fin: bool = True) -> bytes:
    return Frame(opcode, content, fin).serialize(mask=True)


class RawSocket:
    """A WebSocket whose frames the test writes itself."""

    def __init__(self, protocol: ClientProtocol, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.protocol, self.reader, self.writer = protocol, reader, writer

    async def send(self, *frames: bytes) -> None:
        for sent in frames:
            self.writer.write(sent)
            await self.writer.drain()
            await asyncio.sleep(0)

    async def receive(self) -> None:
        """Receive some bytes of frames."""
        received = await self.reader.read(1_000)
        assert received
        self.protocol.receive_data(received)

    async def closing(self) -> tuple[int, str]:
        """Wait until the server says that it closes, and return its close code and reason."""
        async with asyncio.timeout(PATIENCE):
            while not self.protocol.close_rcvd:
                await self.receive()
        return self.protocol.close_rcvd.code, self.protocol.close_rcvd.reason

    async def flood(self, frames: bytes) -> tuple[int, str]:
        """Send the frames again and again until the server closes; return its close code and reason."""
        closing = asyncio.create_task(self.closing())
        while not closing.done():
            await self.send(frames)
        return await closing


@asynccontextmanager
async def raw_socket(server: ServedApplication, user: Client | None = None) -> AsyncIterator[RawSocket]:
    """Open a WebSocket, and send the user's token if there is a user."""
    protocols = [Subprotocol("graphql-transport-ws")]
    protocol = ClientProtocol(parse_uri(f"ws://{server.address}/graphql"), subprotocols=protocols, max_size=None)
    protocol.send_request(protocol.connect())
    async with opened(server, *protocol.data_to_send()) as (reader, writer):
        protocol.receive_data(await reader.readuntil(b"\r\n\r\n"))
        if user:
            writer.write(message("connection_init", payload=user.headers))
            await reader.readuntil(b'connection_ack"}')
        yield RawSocket(protocol, reader, writer)
