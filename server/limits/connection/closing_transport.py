import socket
import struct
from asyncio import AbstractEventLoop, TimerHandle, Transport
from math import inf
from typing import Any

LINGERING = 10.0
"""
Seconds for which a closed connection is still read and the data discarded. Many clients read the answer only after they
have sent all of a body, and lose it if the connection is closed before.
"""
BETWEEN_READS = 0.05
"""Seconds between two such reads, each of 256 KiB at most, so that discarding costs little."""
UNREAD = 20.0
"""Seconds within which a client must take some of the data that waits for it, or its connection is aborted."""
PROGRESS = 16 * 1024
"""Bytes that the client must take within UNREAD seconds, while more data waits than the kernel buffers."""
BYTES_ACKED = 120
"""Where `tcpi_bytes_acked` is in the `tcp_info` of Linux."""
KERNEL_BUFFER = 128 * 1024
"""
Bytes of an answer that the kernel buffers before they are sent. Its default is up to 4 MB, which hides whether a client
reads the answer.
"""
STATUS_LINE = b"HTTP/"
"""The beginning of an answer."""


class ClosingTransport:
    """
    A transport whose `close` always completes. Nothing is written after it. A client that is still sending
    (`receiving`) has LINGERING seconds to read its answer, which would be lost if the connection were closed with
    unread bytes. The connection of a client that does not read is aborted.
    """

    def __init__(self, transport: Transport, loop: AbstractEventLoop) -> None:
        self.transport, self.loop = transport, loop
        self.receiving = False
        self.closed = False
        self.head = b""
        """The headers that wait for their body."""
        self.last_taken = -inf
        self.timer: TimerHandle | None = None
        self.socket = transport.get_extra_info("socket")
        if self.socket.family != socket.AF_UNIX:
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, KERNEL_BUFFER)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.transport, name)

    def is_closing(self) -> bool:
        return self.closed or self.transport.is_closing()

    def write(self, data: bytes) -> None:
        """
        Write the data. The headers of an answer wait for the body, since each packet costs both sides a system call.
        The body mostly follows at once; the headers wait until the next turn of the event loop at most.
        """
        if self.closed:
            return
        if self.head:
            self.transport.writelines([self.head, data])
            self.head = b""
        elif data[: len(STATUS_LINE)] == STATUS_LINE:
            self.head = data
            self.loop.call_soon(self.flush)
        else:
            self.transport.write(data)

    def flush(self) -> None:
        """Write the headers that wait, unless the connection is lost."""
        if self.head and not self.transport.is_closing():
            self.write(b"")

    def close(self) -> None:
        if self.is_closing():
            return
        self.flush()
        self.closed = True
        self.watch()
        if self.receiving and self.transport.can_write_eof():
            self.transport.write_eof()
            self.transport.resume_reading()
            self.loop.call_later(LINGERING, self.transport.close)
        else:
            self.transport.close()

    def drop(self) -> None:
        """Discard data that was read after `close`, and pause before the next read."""
        if self.receiving and not self.transport.is_closing():
            self.transport.pause_reading()
            self.loop.call_later(BETWEEN_READS, self.read_on)

    def read_on(self) -> None:
        if not self.transport.is_closing():
            self.transport.resume_reading()

    def discard(self) -> None:
        """End the connection at once. Data that has not reached the client is discarded."""
        linger = struct.pack("ii", 1, 0)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.transport.abort()

    def watch(self) -> None:
        """Check every UNREAD seconds that the client takes the data that waits, until it has taken all."""
        if self.timer is None:
            self.check()

    def advance(self) -> None:
        """Record that the client has made progress: the write buffer has drained."""
        self.last_taken = -inf

    def taken(self) -> int:
        """
        Return a number that grows by one with each byte that the client takes. Linux counts the bytes that it has
        acknowledged.
        """
        if hasattr(socket, "TCP_INFO"):
            info = self.socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)
            return int(struct.unpack_from("Q", info, BYTES_ACKED)[0])
        return -self.transport.get_write_buffer_size()

    def check(self) -> None:
        """Abort the connection if the client has taken too little since the last check."""
        self.timer = None
        if self.transport.get_write_buffer_size() == 0:
            self.advance()
        elif (taken := self.taken()) < self.last_taken + PROGRESS:
            self.transport.abort()
        else:
            self.last_taken = taken
            self.timer = self.loop.call_later(UNREAD, self.check)
