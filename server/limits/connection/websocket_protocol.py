import asyncio
from asyncio import TimerHandle
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode
from websockets.http11 import Request
from websockets.server import ServerProtocol

from resolvers.exceptions import Refusal
from resolvers.limits.fair_share import MAX_WAIT_SECONDS, Claim
from server.limits.connection.closing_transport import ClosingTransport

UNAUTHENTICATED_SIZE = 8 * 1024
"""Bytes that a socket may send before its token is verified."""
UNAUTHENTICATED = 1_000
"""Sockets of one process whose token is not verified yet."""
SLICE = 4 * 1024
"""Bytes that are parsed at a time: they may hold hundreds of frames."""
FRAMES, FRAMES_SECONDS = 2_000, 10.0
"""Frames of any kind that a socket may send within these seconds; each takes some 10 µs."""
WAITING = 200
"""Messages of a socket that may wait for earlier ones."""
ASSEMBLED_FREELY = 128 * 1024
"""Bytes of an incomplete message that are not claimed; those of a longer one are claimed as they arrive."""
BETWEEN_LOOKS = 0.02
"""Seconds at shutdown after which a handshake is checked again."""
AUTHENTICATED = "task_record.authenticated"
"""
The ASGI extension whose `call` the application calls once the token is verified, with the user's claim on the memory
for messages.
"""


class CountedFrames(ServerProtocol):
    """Counts the frames that it parses."""

    received = 0

    def events_received(self) -> list[Any]:
        events = super().events_received()
        self.received += len(events)
        return events


class BoundedWebSocketProtocol(WebSocketsSansIOProtocol):
    """
    Uvicorn's protocol with limits on the bytes, the number and the time of frames; until the token is verified, a few
    KiB in all. While a client does not read, nothing is read from it, and in the end it is disconnected.

    `unauthenticated` is the set of all sockets whose token is not verified yet. A message must arrive within
    `message_timeout` seconds, not counting the time that it waits for memory.
    """

    transport: ClosingTransport  # type: ignore[assignment]
    conn: CountedFrames

    def __init__(self, *args: Any, unauthenticated: set[object], message_timeout: float, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unauthenticated, self.message_timeout = unauthenticated, message_timeout
        self.conn = CountedFrames(max_size=self.config.ws_max_size, logger=self.logger)
        self.memory: Claim | None = None
        """The memory of an incomplete message; None until the token is verified."""
        self.unauthenticated_size = 0
        self.arriving = 0
        """Bytes of the frame that has not arrived completely."""
        self.counting_since = self.loop.time()
        self.message_timer: TimerHandle | None = None
        self.growing: asyncio.Task[None] | None = None
        """Waits for more memory."""

    def connection_lost(self, exc: Exception | None) -> None:
        self.unauthenticated.discard(self)
        self.stop_waiting()
        self.free_memory()
        super().connection_lost(exc)

    def eof_received(self) -> None:
        self.transport.watch()

    def handle_connect(self, event: Request) -> None:
        if len(self.unauthenticated) >= UNAUTHENTICATED:
            refusal = self.conn.reject(503, f"{UNAUTHENTICATED:,} sockets wait for a token; try again later.\n")
            self.handshake_initiated = self.handshake_complete = self.close_sent = True
            self.conn.send_response(refusal)
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.transport.close()
            return
        super().handle_connect(event)
        if not self.transport.is_closing():
            self.unauthenticated.add(self)
            self.scope["extensions"][AUTHENTICATED] = {"call": self.authenticated}

    def shutdown(self) -> None:
        """Close the socket with code 1012, service restart, after the handshake; within it that would be an error."""
        if self.handshake_complete or self.close_sent:
            super().shutdown()
        elif not self.transport.is_closing():
            self.loop.call_later(BETWEEN_LOOKS, self.shutdown)

    def authenticated(self, memory: Claim) -> None:
        """From now on, accept messages of the full size; large ones claim memory of the user's."""
        self.unauthenticated.discard(self)
        self.memory = memory

    def data_received(self, data: bytes) -> None:
        if self.transport.closed:
            self.transport.drop()
            return
        if not self.handshake_initiated:
            super().data_received(data)
            if not self.handshake_initiated:  # it has too many or too long headers for the library `websockets`
                self.transport.write(b"".join(self.conn.data_to_send()))
                self.transport.close()
            return
        if self.memory is None:
            self.unauthenticated_size += len(data)
            if self.unauthenticated_size > UNAUTHENTICATED_SIZE:
                reason = f"Until a token is verified, {UNAUTHENTICATED_SIZE:,} bytes are read."
                self.refuse(CloseCode.MESSAGE_TOO_BIG, reason)
        for start in range(0, len(data), SLICE):
            if self.transport.is_closing():
                return
            before, parsed = self.conn.received, data[start : start + SLICE]
            super().data_received(parsed)
            self.arriving = self.arriving + len(parsed) if self.conn.received == before else 0
            self.check()

    def check(self) -> None:
        """
        Close the socket if it has sent too much. While a message is incomplete, limit the time for the rest, and claim
        the memory of a large message.
        """
        if self.transport.is_closing():
            return
        if self.conn.received > FRAMES:
            now = self.loop.time()
            if now < self.counting_since + FRAMES_SECONDS:
                self.refuse(1013, f"A socket may send {FRAMES:,} frames within {FRAMES_SECONDS:g} seconds.")
                return
            self.conn.received, self.counting_since = 0, now
        if self.queue.qsize() > WAITING:
            self.refuse(1013, f"{WAITING} messages may wait for earlier ones.")
        elif not self.frames and not self.arriving:
            self.stop_waiting()
        elif self.message_timer is None:
            self.message_timer = self.loop.call_later(self.message_timeout, self.refuse_slow)
        size = self.arriving + sum(map(len, self.frames))
        if size > ASSEMBLED_FREELY and self.memory and self.memory.amount < size and self.growing is None:
            self.growing = self.loop.create_task(self.grow(self.memory, size))

    def stop_waiting(self) -> None:
        """Stop the timer of an incomplete message."""
        if self.message_timer:
            self.message_timer.cancel()
            self.message_timer = None

    async def grow(self, memory: Claim, size: int) -> None:
        """Wait until the message may take `size` bytes, then read on; close the socket if that takes too long."""
        self.transport.pause_reading()
        try:
            await memory.grow_to(size)
        except Refusal:
            self.refuse(1013, f"No memory was free for {MAX_WAIT_SECONDS:g} seconds; try again.")
        self.growing = None
        self.read_on()

    def free_memory(self) -> None:
        """Return the memory of a message that is complete, or never will be."""
        if self.growing:
            self.growing.cancel()
            self.growing = None
        if self.memory:
            self.memory.shrink_to(0)
            self.memory.waited = 0

    def is_reading(self) -> bool:
        return self.writable.is_set() and not self.read_paused and self.growing is None

    def read_on(self) -> None:
        if self.is_reading():
            self.transport.resume_reading()

    def refuse_slow(self) -> None:
        """Close the socket, whose message is late. If the server did not read meanwhile, wait again instead."""
        if self.is_reading():
            self.refuse(CloseCode.POLICY_VIOLATION, f"It must arrive within {self.message_timeout:g} s (BODY_TIMEOUT).")
        else:
            self.message_timer = self.loop.call_later(self.message_timeout, self.refuse_slow)

    def refuse(self, code: int, reason: str) -> None:
        """Close the socket with the code and the reason."""
        self.conn.fail(code, reason)
        self.handle_parser_exception()

    def handle_parser_exception(self) -> None:
        self.unauthenticated.discard(self)
        self.transport.receiving = True  # the client may go on sending
        while not self.queue.empty():
            self.queue.get_nowait()
        super().handle_parser_exception()

    async def send(self, message: Any) -> None:
        """Send the application's message; ClientDisconnected once the socket is closed."""
        self.disconnected |= self.close_sent or self.transport.is_closing()
        await super().send(message)

    def send_receive_event_to_app(self) -> None:
        """Refuse text that is not UTF-8, for which Uvicorn itself would log a traceback."""
        self.stop_waiting()  # the next message may have begun already, and has its own time
        if self.curr_msg_data_type == "text":
            try:
                b"".join(self.frames).decode()
            except UnicodeDecodeError:
                self.refuse(CloseCode.INVALID_DATA, "Text must be UTF-8.")
                return
        super().send_receive_event_to_app()

    async def receive(self) -> Any:
        message = await self.queue.get()
        self.free_memory()  # the application counts what it has received
        if self.queue.empty():
            self.read_paused = False
            self.read_on()
        return message

    def pause_writing(self) -> None:
        super().pause_writing()
        self.transport.pause_reading()
        self.transport.watch()

    def resume_writing(self) -> None:
        super().resume_writing()
        self.transport.advance()
        self.read_on()
