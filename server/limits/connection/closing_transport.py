from asyncio import AbstractEventLoop, TimerHandle, Transport
from typing import Any

LINGERING = 2.0
"""Seconds for which a closed connection is still read, and what comes is dropped."""
BETWEEN_READS = 0.05
"""Seconds between two reads then, of 256 KiB at most: what is dropped costs next to nothing."""
UNREAD = 20.0
"""Seconds within which a client must read of what waits for it, or it is cut off."""
PROGRESS = 16 * 1024
"""Bytes that it must have read by then, or all that there are."""


class ClosingTransport:
    """
    A transport that does come to its end. Once closed it takes nothing more; a client that is still sending
    (`receiving`) gets LINGERING seconds in which to read its answer, which a connection closed with bytes unread would
    lose. A client that does not read what was written is cut off.
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
        """Take no notice of what was read, and wait a little before more is."""
        if self.receiving and not self.transport.is_closing():
            self.transport.pause_reading()
            self.loop.call_later(BETWEEN_READS, self.read_on)

    def read_on(self) -> None:
        if not self.transport.is_closing():
            self.transport.resume_reading()

    def watch(self) -> None:
        """See to it that what waits to be sent is read, from now on until all of it is."""
        if self.timer is None:
            self.check()

    def advance(self) -> None:
        """The client has read much of what there was."""
        self.unsent = float("inf")

    def check(self) -> None:
        self.timer = None
        unsent = self.transport.get_write_buffer_size()
        if unsent == 0:
            self.advance()
        elif unsent > self.unsent - min(PROGRESS, self.unsent):
            self.transport.abort()
        else:
            self.unsent = unsent
            self.timer = self.loop.call_later(UNREAD, self.check)
