"""
A router for tests, which speaks PostgreSQL's protocol and routes like PgDog. It answers BEGIN itself, and connects the
transaction to a database when a statement has named its user.

Unlike an engine it refuses statements for which no user was named, which an engine would send to all databases.
"""

import asyncio
import re
import struct
from asyncio import StreamReader, StreamWriter
from collections.abc import Sequence
from contextlib import suppress
from typing import Self
from urllib.parse import urlsplit
from uuid import UUID

from tests.local_server import LocalServer

ROUTE = "SET LOCAL router.user_id = '{user_id}'"
NAMED = re.compile(r"SET LOCAL router\.user_id = '([0-9a-f-]{36})'; (.*)")
SSL_REQUEST, CANCEL_REQUEST = 80877103, 80877102
PARAMETERS = {
    "server_version": "18.0",
    "server_encoding": "UTF8",
    "client_encoding": "UTF8",
    "integer_datetimes": "on",
    "standard_conforming_strings": "on",
}
IDLE, BEGUN, FAILED = b"I", b"T", b"E"


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    return kind + struct.pack("!I", len(payload) + 4) + payload


def complete(tag: str, state: bytes) -> bytes:
    return frame(b"C", tag.encode() + b"\0") + frame(b"Z", state)


def error(message: str, code: str = "0A000", severity: str = "ERROR") -> bytes:
    fields = f"S{severity}\0V{severity}\0C{code}\0M{message}\0\0"
    return frame(b"E", fields.encode())


async def read_frame(reader: StreamReader) -> tuple[bytes, bytes]:
    head = await reader.readexactly(5)
    return head[:1], await reader.readexactly(struct.unpack("!I", head[1:])[0] - 4)


class Router(LocalServer):
    """Routes to databases that ask for no password. `place` is the number of the database that has a user."""

    def __init__(self, urls: Sequence[str]) -> None:
        super().__init__()
        self.addresses = [(urlsplit(url).hostname, urlsplit(url).port) for url in urls]
        self.url = ""
        self.role = urlsplit(urls[0])

    def place(self, user_id: UUID) -> int:
        return user_id.int % len(self.addresses)

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        role = self.role
        self.url = f"postgresql://{role.username}:{role.password}@127.0.0.1:{self.port}{role.path}?sslmode=disable"
        return self

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        session = Session(self, reader, writer)
        try:
            with suppress(asyncio.IncompleteReadError, OSError):
                await session.run()
        finally:
            session.close()


class Session:
    """A client's connection, and the connections to databases that it has used."""

    def __init__(self, router: Router, reader: StreamReader, writer: StreamWriter) -> None:
        self.router, self.reader, self.writer = router, reader, writer
        self.startup = b""
        self.begin: bytes | None = None
        self.chosen: StreamWriter | None = None
        self.behind: dict[int, StreamWriter] = {}
        self.pumps: list[asyncio.Task[None]] = []
        self.has_begun = asyncio.Event()

    def close(self) -> None:
        for pump in self.pumps:
            pump.cancel()
        for writer in [self.writer, *self.behind.values()]:
            writer.close()

    async def run(self) -> None:
        while True:
            [length] = struct.unpack("!I", await self.reader.readexactly(4))
            self.startup = await self.reader.readexactly(length - 4)
            [code] = struct.unpack("!I", self.startup[:4])
            if code != SSL_REQUEST:
                break
            self.writer.write(b"N")
        if code == CANCEL_REQUEST:
            return
        told = [frame(b"S", f"{name}\0{value}\0".encode()) for name, value in PARAMETERS.items()]
        key = frame(b"K", struct.pack("!II", 1, 1))
        self.writer.write(frame(b"R", struct.pack("!I", 0)) + b"".join(told) + key + frame(b"Z", IDLE))
        while True:
            kind, payload = await read_frame(self.reader)
            if kind == b"X":
                return
            if self.chosen:
                self.chosen.write(frame(kind, payload))
            elif kind == b"Q":
                await self.handle_query(payload.rstrip(b"\0").decode())
            elif kind == b"P":
                self.writer.write(error(f"no user was named for: {payload[:100]!r}"))
            elif kind == b"S":
                self.writer.write(frame(b"Z", IDLE))

    async def handle_query(self, text: str) -> None:
        """Handle a query outside of a transaction, or the first one in it."""
        if self.begin is None and re.fullmatch(r"BEGIN[^;]*", text):
            self.begin = frame(b"Q", text.encode() + b"\0")
            self.writer.write(complete("BEGIN", BEGUN))
        elif self.begin and (named := NAMED.match(text)):
            await self.choose(self.router.place(UUID(named[1])), named[2])
        elif self.begin and text in {"COMMIT", "ROLLBACK"}:
            self.begin = None
            self.writer.write(complete(text, IDLE))
        else:
            self.writer.write(
                error(f"no user was named for: {text[:100]}") + frame(b"Z", FAILED if self.begin else IDLE)
            )

    async def choose(self, number: int, settings: str) -> None:
        """Begin the transaction in this database, send it the settings, and then all statements until its end."""
        begin, self.begin = self.begin, None
        assert begin
        try:
            if number not in self.behind:
                await self.connect(number)
        except OSError:
            self.writer.write(error("the database is down", "58000", "FATAL"))
            raise
        self.chosen = self.behind[number]
        self.has_begun.clear()
        self.chosen.write(begin)
        await self.has_begun.wait()
        self.chosen.write(frame(b"Q", settings.encode() + b"\0"))

    async def connect(self, number: int) -> None:
        reader, writer = await asyncio.open_connection(*self.router.addresses[number])
        self.behind[number] = writer
        writer.write(struct.pack("!I", len(self.startup) + 4) + self.startup)
        while (await read_frame(reader))[0] != b"Z":
            pass
        self.pumps.append(asyncio.create_task(self.pump(number, reader)))

    async def pump(self, number: int, reader: StreamReader) -> None:
        """
        Pass the database's messages on to the client, except for its answers to BEGIN, and for what it says between
        transactions: that it ends.
        """
        try:
            while True:
                kind, payload = await read_frame(reader)
                if self.chosen is not self.behind[number]:
                    continue
                if self.has_begun.is_set():
                    if kind == b"Z" and payload == IDLE:
                        self.chosen = None
                    self.writer.write(frame(kind, payload))
                elif kind == b"Z":
                    self.has_begun.set()
        except (asyncio.IncompleteReadError, OSError):
            lost = self.behind.pop(number)
            lost.close()
            if self.chosen is lost:
                self.writer.write(error("the database is down", "58000", "FATAL"))
                self.writer.close()
