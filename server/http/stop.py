import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stop:
    """
    The graceful shutdown of a process. After SIGTERM, `/readyz` reports that the process is not ready, so that load
    balancers send no more requests. `delay` seconds later, streams end, and the server stops once requests have
    finished. SIGINT, or a second signal, ends the delay. Further signals have no effect.
    """

    def __init__(self, delay: float, streams: asyncio.Event) -> None:
        self.delay, self.streams = delay, streams
        self.asked = False

    @contextmanager
    def handled(self) -> Iterator[None]:
        """
        Handle signals until the context is left, and call the server's own handlers when it must stop. The server sets
        its handlers as it starts, so it must be running.
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
