"""An attacker that writes HTTP and WebSocket messages by hand, because a client library would refuse to send them."""

import asyncio
import json
import struct
from asyncio import StreamReader, StreamWriter
from base64 import b64encode
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from os import urandom

ATTACK_TIMEOUT = 60.0  # seconds of one attack


@dataclass
class Target:
    port: int
    answers: Counter[str] = field(default_factory=Counter)
    """How often each attack got each status, by "attack status", or "cut off" without an answer."""


@dataclass
class Attacker:
    target: Target
    token: str
    numbers: Iterator[int] = field(default_factory=count)

    async def ask(self, name: str, query: str, **variables: object) -> bytes:
        """POST a document and return the body of the answer."""
        return await self.post(name, json.dumps({"query": query, "variables": variables}).encode())

    async def post(self, name: str, body: bytes, content_type: str = "application/json") -> bytes:
        async with self.connection() as (reader, writer):
            writer.write(self.head(content_type, len(body)))
            with suppress(OSError):  # the server may refuse it before all of it is sent
                writer.write(body)
                await writer.drain()
            answer = await reader.read()
        self.target.answers[f"{name} {answer[9:12].decode() or 'cut off'}"] += 1
        return answer.partition(b"\r\n\r\n")[2]

    def head(self, content_type: str, length: int | None, token: bool = True) -> bytes:
        lines = ["POST /graphql HTTP/1.1", "Host: 127.0.0.1", f"Content-Type: {content_type}"]
        lines.append("Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}")
        lines += [f"Authorization: Bearer {self.token}", "Connection: close"] if token else []
        return "\r\n".join([*lines, "", ""]).encode()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[tuple[StreamReader, StreamWriter]]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.target.port)
        try:
            async with asyncio.timeout(ATTACK_TIMEOUT):
                yield reader, writer
        finally:
            writer.transport.abort()

    @asynccontextmanager
    async def websocket(self, greeting: bool) -> AsyncIterator[tuple[StreamReader, StreamWriter]]:
        async with self.connection() as (reader, writer):
            lines = ["GET /graphql HTTP/1.1", "Host: 127.0.0.1", "Upgrade: websocket", "Connection: Upgrade"]
            lines += [f"Sec-WebSocket-Key: {b64encode(urandom(16)).decode()}", "Sec-WebSocket-Version: 13"]
            lines += ["Sec-WebSocket-Protocol: graphql-transport-ws", "", ""]
            writer.write("\r\n".join(lines).encode())
            await reader.readuntil(b"\r\n\r\n")
            if greeting:
                authorization = {"Authorization": f"Bearer {self.token}"}
                writer.write(frame(json.dumps({"type": "connection_init", "payload": authorization}).encode()))
            yield reader, writer


def frame(text: bytes) -> bytes:
    """Return a WebSocket frame with the text, masked with zeros, as a client's must be masked."""
    return b"\x81\xff" + struct.pack(">Q", len(text)) + bytes(4) + text


def multipart(charset: str, **fields: bytes) -> tuple[bytes, str]:
    """Return the body of a multipart form with these fields, and its content type."""
    parts = [
        b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value)
        for name, value in fields.items()
    ]
    return b"".join([*parts, b"--b--\r\n"]), f"multipart/form-data; boundary=b; charset={charset}"
