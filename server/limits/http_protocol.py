from asyncio import TimerHandle, Transport
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class BoundedHttpProtocol(HttpToolsProtocol):
    """
    Uvicorn's protocol, which would wait for the end of a request's headers for ever and keep them whatever their
    size. Headers that come in one piece, as nearly all do, are not measured, and cost nothing more.
    """

    def __init__(self, *args: Any, max_header_size: int, header_timeout: float, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_header_size, self.header_timeout = max_header_size, header_timeout
        self.header_size = 0
        self.in_headers = True
        self.header_timer: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.wait_for_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        self.stop_waiting()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.in_headers = True

    def on_headers_complete(self) -> None:
        self.in_headers = False
        self.stop_waiting()
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.in_headers and not self.transport.is_closing():
            self.header_size += len(data)
            if self.header_size > self.max_header_size:
                self.refuse(b"431 Request Header Fields Too Large")
            elif self.header_timer is None:
                self.wait_for_headers()

    def wait_for_headers(self) -> None:
        self.header_timer = self.loop.call_later(self.header_timeout, self.refuse, b"408 Request Timeout")

    def stop_waiting(self) -> None:
        self.header_size = 0
        if self.header_timer:
            self.header_timer.cancel()
            self.header_timer = None

    def refuse(self, status: bytes) -> None:
        """Answer with the status, without a body, and close the connection."""
        self.stop_waiting()
        self.transport.write(b"HTTP/1.1 " + status + b"\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        self.transport.close()
