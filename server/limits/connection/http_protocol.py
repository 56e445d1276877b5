from asyncio import TimerHandle, Transport
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from server.limits.connection.closing_transport import ClosingTransport

UNASKED = 8 * 1024
"""Bytes of a body that are read before the application asks for it, which it does once the token is verified."""
FRAMING = 8
"""Bytes of chunk framing for each byte of a body; chunks of one byte need 5."""
ON_ITS_WAY = 0.5
"""Seconds that a new connection has at shutdown to send a request: a proxy connects when it has one to send."""
PIPELINED = 10
"""Requests on a connection that may wait for the answer to the one before."""


class BoundedHttpProtocol(HttpToolsProtocol):
    """
    Uvicorn's protocol with limits on every byte that is not of a body: headers, trailers, which nothing here reads, and
    the framing of chunks. The body waits in the socket until the application asks for it. An answer that is sent before
    all of the body has arrived closes the connection.
    """

    transport: ClosingTransport  # type: ignore[assignment]

    def __init__(self, *args: Any, max_header_size: int, header_timeout: float, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_header_size, self.header_timeout = max_header_size, header_timeout
        self.header_timer: TimerHandle | None = None
        self.in_headers = self.keeps_alive = self.upgraded = False
        self.body_size = self.framing_size = 0
        self.unaccounted = 0
        """Bytes of the last read that belong to no body."""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(ClosingTransport(transport, self.loop))  # type: ignore[arg-type]
        self.wait_for_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        self.stop_waiting()
        super().connection_lost(exc)

    def eof_received(self) -> None:
        self.transport.watch()

    def data_received(self, data: bytes) -> None:
        if self.transport.closed:
            self.transport.drop()
            return
        self.unaccounted = len(data)
        super().data_received(data)
        if self.transport.is_closing() or self.upgraded:
            return
        if self.transport.receiving:
            self.framing_size += self.unaccounted
            if self.framing_size > self.max_header_size + FRAMING * self.body_size:
                self.refuse(b"431 Request Header Fields Too Large")
            elif not self.in_headers and len(self.cycle.body) > UNASKED:
                self.flow.pause_reading()
        if self.in_headers or self.is_idle():
            self.wait_for_headers()

    def is_idle(self) -> bool:
        """Whether no request waits for its answer."""
        return self.cycle is None or self.cycle.response_complete

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.in_headers = self.transport.receiving = True
        self.body_size = self.framing_size = 0

    def on_headers_complete(self) -> None:
        self.in_headers = False
        self.stop_waiting()
        size = len(self.url)
        for name, value in self.headers:
            size += len(name) + len(value) + len(b": \r\n")
        if size > self.max_header_size:
            self.refuse(b"431 Request Header Fields Too Large")
        elif len(self.pipeline) >= PIPELINED:
            self.refuse(b"429 Too Many Requests")
        if self.transport.closed:
            return
        super().on_headers_complete()
        if not self.parser.should_upgrade():
            self.headers = []  # trailers are read into it, and by nothing from it
        if self.cycle:
            # An answer closes the connection unless all of the request has arrived by then.
            self.keeps_alive, self.cycle.keep_alive = self.cycle.keep_alive, False

    def on_body(self, body: bytes) -> None:
        self.unaccounted -= len(body)
        self.body_size += len(body)
        if not self.transport.closed:
            super().on_body(body)

    def on_message_complete(self) -> None:
        self.transport.receiving = False
        if self.transport.closed:
            return
        if self.cycle and not self.cycle.response_started:
            self.cycle.keep_alive = self.keeps_alive
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        if not self.transport.closed:
            self.upgraded = True
            super().handle_websocket_upgrade()

    def shutdown(self) -> None:
        """Close the connection once its request is answered, or soon when it has none."""
        self.keeps_alive = False
        if self.cycle is None and not self.in_headers:
            self.loop.call_later(ON_ITS_WAY, self.close_unused)
        elif not self.in_headers:
            super().shutdown()

    def close_unused(self) -> None:
        if self.cycle is None and not self.in_headers:
            self.transport.close()

    def pause_writing(self) -> None:
        super().pause_writing()
        self.transport.watch()

    def resume_writing(self) -> None:
        super().resume_writing()
        self.transport.advance()

    def wait_for_headers(self) -> None:
        """Refuse the request with status 408 unless its headers arrive in time."""
        if self.header_timer is None:
            self.header_timer = self.loop.call_later(self.header_timeout, self.refuse, b"408 Request Timeout")

    def stop_waiting(self) -> None:
        if self.header_timer:
            self.header_timer.cancel()
            self.header_timer = None

    def refuse(self, status: bytes) -> None:
        """Answer with the status and no body, unless another answer has begun, and close the connection."""
        self.stop_waiting()
        if self.is_idle() or not self.cycle.response_started:
            self.transport.write(b"HTTP/1.1 " + status + b"\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        self.transport.close()
        if self.cycle:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
