from asyncio import AbstractEventLoop, TimerHandle, Transport
from typing import Any

LINGERING = 10.0
"""
Seconds for which a closed connection is still read, and what arrives is discarded: many clients read the answer only
once they have sent all of a body, and lose it if the connection is closed before.
"""
BETWEEN_READS = 0.05
"""Seconds between two such reads, each of 256 KiB at most, so that discarding costs next to nothing."""
UNREAD = 20.0
"""Seconds within which a client must read some of what waits for it; else its connection is aborted."""
PROGRESS = 16 * 1024
"""Bytes that the client must read within UNREAD seconds, or all that wait for it if those are fewer."""


class ClosingTransport:
    """
    A transport whose `close` always comes to an end. Afterwards nothing more is written. A client that is still sending
    (`receiving`) has LINGERING seconds to read its answer, which would be lost if the connection were closed with bytes
    unread. The connection of a client that does not read what was written is aborted.
    """

    def __init__(self, transport: Transport, loop: AbstractEventLoop) -> None:
        self.transport, self.loop = transport, loop
        self.receiving = False
        self.closed = False
        self.unsent: float = float("inf")
        self.timer: TimerHandle | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.transport, name)

    def is_closing(self) -> bool:
        return self.closed or self.transport.is_closing()

    def write(self, data: bytes) -> None:
        if not self.closed:
            self.transport.write(data)

    def close(self) -> None:
        if self.is_closing():
            return
        self.closed = True
        self.watch()
        if self.receiving and self.transport.can_write_eof():
            self.transport.write_eof()
            self.transport.resume_reading()
            self.loop.call_later(LINGERING, self.transport.close)
        else:
            self.transport.close()

    def drop(self) -> None:
        """Discard what was read after `close`, and pause before the next read."""
        if self.receiving and not self.transport.is_closing():
            self.transport.pause_reading()
            self.loop.call_later(BETWEEN_READS, self.read_on)

    def read_on(self) -> None:
        if not self.transport.is_closing():
            self.transport.resume_reading()

    def watch(self) -> None:
        """Check every UNREAD seconds that the client reads what waits for it, until it has read all of it."""
        if self.timer is None:
            self.check()

    def advance(self) -> None:
        """Note that the client has made progress, since the write buffer has drained."""
        self.unsent = float("inf")

    def check(self) -> None:
        """Abort the connection if the client has read too little since the last check."""
        self.timer = None
        unsent = self.transport.get_write_buffer_size()
        if unsent == 0:
            self.advance()
        elif unsent > self.unsent - min(PROGRESS, self.unsent):
            self.transport.abort()
        else:
            self.unsent = unsent
            self.timer = self.loop.call_later(UNREAD, self.check)
