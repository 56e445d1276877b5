import asyncio
from asyncio import TimerHandle
from collections.abc import Hashable
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode
from websockets.http11 import Request

from models.shares import Shares
from server.limits.connection.closing_transport import ClosingTransport

GREETING_SIZE = 8 * 1024
"""Bytes that a socket may send until a token is verified."""
STRANGERS = 1_000
"""Sockets of one process on which no token has been verified yet."""
SLICE = 4 * 1024
"""Bytes that are parsed at a time: there may be hundreds of frames in them."""
FRAMES, FRAMES_SECONDS = 2_000, 10.0
"""Frames of any kind that a socket may send within these seconds; each takes some 10 µs."""
WAITING = 200
"""Messages that may wait for the one before them."""
ASSEMBLED_FREELY = 128 * 1024
"""Bytes of a message that may be there before it is whole; for more it takes its turn."""
BETWEEN_LOOKS = 0.02
"""Seconds after which a handshake is looked at again, at the end."""
GREETED = "task_record.greeted"
"""The extension of a scope that has the function to `call` with the id of the user whose token is verified."""


class BoundedWebSocketProtocol(WebSocketsSansIOProtocol):
    """
    Uvicorn's protocol, with every frame counted before it is parsed: in bytes, kilobytes until a token is verified, in
    number, and in time. A client that does not read is not read from, and cut off.
    """

    transport: ClosingTransport  # type: ignore[assignment]

    def __init__(
        self, *args: Any, strangers: set[object], large: Shares, message_timeout: float, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.strangers, self.large, self.message_timeout = strangers, large, message_timeout
        self.conn.max_message_size = GREETING_SIZE
        self.user: Hashable = None
        self.greeting_size = self.frames_counted = 0
        self.counting_since = self.loop.time()
        self.message_timer: TimerHandle | None = None
        self.turn: asyncio.Task[None] | None = None
        self.has_turn = False

    def connection_lost(self, exc: Exception | None) -> None:
        self.strangers.discard(self)
        self.arrived()
        self.end_turn()
        super().connection_lost(exc)

    def eof_received(self) -> None:
        self.transport.watch()

    def handle_connect(self, event: Request) -> None:
        if len(self.strangers) >= STRANGERS:
            refusal = self.conn.reject(503, f"{STRANGERS:,} sockets wait for a token; come again later.\n")
            self.handshake_initiated = self.handshake_complete = self.close_sent = True
            self.conn.send_response(refusal)
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.transport.close()
            return
        super().handle_connect(event)
        if not self.transport.is_closing():
            self.strangers.add(self)
            self.scope["extensions"][GREETED] = {"call": self.greeted}

    def shutdown(self) -> None:
        """Close it as a service that restarts does; not within the handshake, where that would be an error."""
        if self.handshake_complete or self.close_sent:
            super().shutdown()
        elif not self.transport.is_closing():
            self.loop.call_later(BETWEEN_LOOKS, self.shutdown)

    def greeted(self, user: Hashable) -> None:
        """Take messages of the full size from now on."""
        self.strangers.discard(self)
        self.user = user
        self.conn.max_message_size = self.config.ws_max_size

    def data_received(self, data: bytes) -> None:
        if self.transport.closed:
            self.transport.drop()
            return
        if not self.handshake_initiated:
            super().data_received(data)
            if not self.handshake_initiated:  # it has more headers, or longer ones, than websockets reads
                self.transport.write(b"".join(self.conn.data_to_send()))
                self.transport.close()
            return
        if self.user is None:
            self.greeting_size += len(data)
            if self.greeting_size > GREETING_SIZE:
                self.refuse(CloseCode.MESSAGE_TOO_BIG, f"Until a token is verified, {GREETING_SIZE:,} bytes are read.")
        for start in range(0, len(data), SLICE):
            if self.transport.is_closing():
                return
            super().data_received(data[start : start + SLICE])
            self.check()

    def handle_events(self) -> None:
        self.frames_counted += len(self.conn.events)
        super().handle_events()

    def check(self) -> None:
        """Refuse what has become too much, and see to it that a message that is not whole becomes so."""
        if self.transport.is_closing():
            return
        if self.frames_counted > FRAMES:
            now = self.loop.time()
            if now < self.counting_since + FRAMES_SECONDS:
                self.refuse(1013, f"A socket may send {FRAMES:,} frames within {FRAMES_SECONDS:g} seconds.")
                return
            self.frames_counted, self.counting_since = 0, now
        if self.queue.qsize() > WAITING:
            self.refuse(1013, f"{WAITING} messages may wait for the one before them.")
        elif not self.frames and not self.conn.reader.buffer:
            self.arrived()
        elif self.message_timer is None and self.turn is None:
            self.message_timer = self.loop.call_later(self.message_timeout, self.refuse_slow)
        if self.turn is None and len(self.conn.reader.buffer) + (self.conn.current_size or 0) > ASSEMBLED_FREELY:
            self.arrived()
            self.turn = self.loop.create_task(self.take_turn())

    def arrived(self) -> None:
        if self.message_timer:
            self.message_timer.cancel()
            self.message_timer = None

    async def take_turn(self) -> None:
        """Read on once it is the user's turn, and have the turn until the next message is asked for."""
        self.transport.pause_reading()
        await self.large.take(self.user)
        self.has_turn = True
        self.message_timer = self.loop.call_later(self.message_timeout, self.refuse_slow)
        self.read_on()

    def end_turn(self) -> None:
        if self.has_turn:
            self.large.give_back(self.user)
        elif self.turn:
            self.turn.cancel()
        self.turn, self.has_turn = None, False

    def is_reading(self) -> bool:
        return self.writable.is_set() and not self.read_paused and (self.turn is None or self.has_turn)

    def read_on(self) -> None:
        if self.is_reading():
            self.transport.resume_reading()

    def refuse_slow(self) -> None:
        if self.is_reading():
            self.refuse(CloseCode.POLICY_VIOLATION, f"It must arrive within {self.message_timeout:g} s (BODY_TIMEOUT).")
        else:
            self.message_timer = self.loop.call_later(self.message_timeout, self.refuse_slow)

    def refuse(self, code: int, reason: str) -> None:
        self.conn.fail(code, reason)
        self.handle_parser_exception()

    def handle_parser_exception(self) -> None:
        self.strangers.discard(self)
        self.transport.receiving = True  # the client may go on sending
        super().handle_parser_exception()

    def send_receive_event_to_app(self) -> None:
        data, self.frames = b"".join(self.frames), []
        if self.close_sent:
            return
        if self.curr_msg_data_type == "bytes":
            self.queue.put_nowait({"type": "websocket.receive", "bytes": data})
        else:
            try:
                self.queue.put_nowait({"type": "websocket.receive", "text": data.decode()})
            except UnicodeDecodeError:
                self.refuse(CloseCode.INVALID_DATA, "Text must be UTF-8.")
                return
        if not self.read_paused:
            self.read_paused = True
            self.transport.pause_reading()

    async def receive(self) -> Any:
        if self.turn and not self.frames and not self.conn.reader.buffer and self.queue.empty():
            self.end_turn()
        message = await self.queue.get()
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
