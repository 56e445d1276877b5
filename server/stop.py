import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

RESTARTING = 1012
"""The close code after which the client of a WebSocket connects again."""


class Stop:
    """
    The graceful shutdown of a process. From SIGTERM on, `/readyz` answers that the process is not ready, so that load
    balancers send no more requests; `delay` seconds later streams are ended and the server stops, which lets requests
    finish. SIGINT, or a second signal, cuts the delay short; any further one changes nothing.
    """

    def __init__(self, delay: float, streams: asyncio.Event) -> None:
        self.delay, self.streams = delay, streams
        self.asked = False

    @contextmanager
    def handled(self) -> Iterator[None]:
        """
        Handle signals until the context is left, and call the server's own handlers when it is to stop. The server
        must be running, since it sets its handlers as it starts.
        """
        previous = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
        loop = asyncio.get_running_loop()

        def begin(number: int, frame: FrameType | None) -> None:
            delay = self.delay if number == signal.SIGTERM and not self.asked else 0
            self.asked = True
            loop.call_soon_threadsafe(loop.call_later, delay, end, number, frame)

        def end(number: int, frame: FrameType | None) -> None:
            if self.streams.is_set():
                return  # at a second signal Uvicorn would drop requests, and skip the shutdown of the application
            self.streams.set()
            stop_server = previous[signal.Signals(number)]
            if callable(stop_server):
                stop_server(number, frame)

        if not callable(previous[signal.SIGTERM]):
            yield
            return
        for number in previous:
            signal.signal(number, begin)
        try:
            yield
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)


class ShutdownMiddleware:
    """
    Closes connections once `stop` is asked for. Each response has `Connection: close`, so that a proxy that keeps
    connections open sends no request on one that is closed a moment later. A WebSocket that is opened after streams
    have ended is closed with the code upon which its client connects again.
    """

    def __init__(self, app: ASGIApp, stop: Stop) -> None:
        self.app, self.stop = app, stop

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and self.stop.streams.is_set():
            await send({"type": "websocket.accept", "subprotocol": next(iter(scope["subprotocols"]), None)})
            await send({"type": "websocket.close", "code": RESTARTING})
            return

        async def send_on(message: Message) -> None:
            if self.stop.asked and message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Connection"] = "close"
            await send(message)

        await self.app(scope, receive, send_on)
