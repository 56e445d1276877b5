from asyncio import TimerHandle, Transport
from typing import Any

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from server.limits.connection.closing_transport import ClosingTransport
from server.requests.http_request import CONNECTION

FRAMING = 8
"""Bytes of chunk framing for each byte of a body; chunks of one byte need 5."""
ON_ITS_WAY = 0.5
"""Seconds at shutdown for a new connection to send a request: a proxy connects when it has one to send."""
PIPELINED = 10
"""Requests of a connection that may wait for earlier answers."""
BODY_HEADERS = {b"content-length", b"transfer-encoding"}


class BoundedHttpProtocol(HttpToolsProtocol):
    """
    Uvicorn's protocol with limits on every byte that is not part of a body: headers, trailers, which nothing here
    reads, and the framing of chunks. An answer that is sent before all of the body has arrived closes the connection.

    The only upgrade is to WebSocket. The parser stops after the headers of any request that offers an upgrade, and
    would parse the body as another request. So for other offers it parses the headers again, without the offer.
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
        self.refusal: bytes | None = None
        """The last answer, if it waits for the answers to earlier requests. Nothing more is parsed."""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(ClosingTransport(transport, self.loop))  # type: ignore[arg-type]
        self.app_state = {**self.app_state, CONNECTION: self.transport}
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
        if self.refusal:
            self.transport.pause_reading()
            return
        self.unaccounted = len(data)
        self._unset_keepalive_if_required()
        try:
            self.parse(data)
        except HttpParserError as error:
            self.refuse(b"400 Bad Request", f"This is not an HTTP request: {error}.\n".encode())
        if self.transport.is_closing() or self.upgraded or self.refusal:
            return
        if self.transport.receiving:
            self.framing_size += self.unaccounted
            if self.framing_size > self.max_header_size + FRAMING * self.body_size:
                self.refuse(b"431 Request Header Fields Too Large")
        if self.in_headers or self.is_idle():
            self.wait_for_headers()

    def parse(self, data: bytes) -> None:
        """Parse the next bytes of the connection; HttpParserError when they are not HTTP."""
        while True:
            try:
                self.parser.feed_data(data)
            except HttpParserUpgrade as upgrade:
                if self.takes_no_more():
                    return
                [size] = upgrade.args
                data = data[size:]
                if self.is_websocket():
                    self.handle_websocket_upgrade()
                    self.transport.get_protocol().data_received(data)
                    return
                head, self.parser = self.headers_without_upgrade(), HttpRequestParser(self)
                self.parser.feed_data(head)
            else:
                return

    def is_websocket(self) -> bool:
        """Whether the request that offers an upgrade opens a WebSocket. It has no body and is the only one."""
        has_body = any(name in BODY_HEADERS and value != b"0" for name, value in self.headers)
        is_get = (self.parser.get_method(), self.parser.get_http_version()) == (b"GET", "1.1")
        return is_get and self._should_upgrade() and self.is_idle() and not has_body

    def headers_without_upgrade(self) -> bytes:
        """Return the request line and the headers that were parsed last, except `Upgrade`."""
        version = self.parser.get_http_version().encode()
        lines = [b"%b %b HTTP/%b" % (self.parser.get_method(), self.url, version)]
        lines += [b"%b: %b" % field for field in self.headers if field[0] != b"upgrade"]
        return b"\r\n".join([*lines, b"", b""])

    def is_idle(self) -> bool:
        """Whether all requests are answered."""
        return self.cycle is None or self.cycle.response_complete

    def takes_no_more(self) -> bool:
        """Whether the connection ends after the answers that have begun."""
        return self.transport.closed or self.refusal is not None

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.in_headers = self.transport.receiving = True
        self.body_size = self.framing_size = 0

    def on_headers_complete(self) -> None:
        self.stop_waiting()
        size = len(self.url)
        for name, value in self.headers:
            size += len(name) + len(value) + len(b": \r\n")
        if size > self.max_header_size:
            self.refuse(b"431 Request Header Fields Too Large")
        elif len(self.pipeline) >= PIPELINED:
            self.refuse(b"429 Too Many Requests")
        elif self.parser.get_method() == b"CONNECT":
            self.refuse(b"501 Not Implemented")
        if self.takes_no_more():
            return
        if self.parser.should_upgrade():
            self.scope["method"] = self.parser.get_method().decode()
            return
        super().on_headers_complete()
        self.in_headers = False
        self.headers = []  # the parser adds trailers to it, which nothing reads
        if self.cycle:
            # An answer closes the connection unless all of the request has arrived by then.
            self.keeps_alive, self.cycle.keep_alive = self.cycle.keep_alive, False

    def on_body(self, body: bytes) -> None:
        self.unaccounted -= len(body)
        self.body_size += len(body)
        if not self.takes_no_more():
            super().on_body(body)

    def on_message_complete(self) -> None:
        self.transport.receiving = False
        if self.takes_no_more() or self.parser.should_upgrade():
            return
        if self.cycle and not self.cycle.response_started:
            self.cycle.keep_alive = self.keeps_alive
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        self.upgraded = True
        super().handle_websocket_upgrade()

    def on_response_complete(self) -> None:
        if self.refusal and not self.pipeline:
            self.transport.write(self.refusal)
            self.transport.close()
        super().on_response_complete()

    def shutdown(self) -> None:
        """Close the connection once its request is answered, or soon if it has none."""
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

    def refuse(self, status: bytes, reason: bytes = b"") -> None:
        """
        Send the status and the reason, unless another answer has begun, and close the connection. Earlier requests are
        answered first.
        """
        self.stop_waiting()
        length = b"%d" % len(reason)
        fields = [(b"content-type", b"text/plain"), (b"content-length", length), (b"connection", b"close")]
        lines = [b"%b: %b" % field for field in (*self.server_state.default_headers, *fields)]
        answer = b"\r\n".join([b"HTTP/1.1 " + status, *lines, b"", reason])
        has_begun = self.transport.receiving and not self.in_headers
        if not self.is_idle() and (self.pipeline or not has_begun):
            if has_begun:
                self.pipeline.popleft()
            self.refusal = answer
            return
        if self.is_idle() or not self.cycle.response_started:
            self.transport.write(answer)
        self.transport.close()
        if self.cycle:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
