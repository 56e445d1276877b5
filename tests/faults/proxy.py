"""A TCP proxy that causes faults on the way to a server."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

from server.settings.settings import Settings
from tests.local_server import LocalServer

CHUNK = 65536


class Proxy(LocalServer):
    """
    Forwards bytes with the faults that are set. `delay` is the seconds that each chunk waits. `answer` is sent to
    requests that contain `answer_to`, in place of the server's. Chunks that contain `hold` wait until `released` is
    set. `silent` forwards nothing, as a machine that was switched off. `cut` ends connections after half a chunk.
    """

    def __init__(self, connect: Callable[[], Awaitable[tuple[StreamReader, StreamWriter]]]) -> None:
        super().__init__()
        self.connect = connect
        self.delay = 0.0
        self.answer: bytes | None = None
        self.answer_to = b""
        self.hold: bytes | None = None
        self.released = asyncio.Event()
        self.cut = False
        self.asked = asyncio.Event()
        self.passing = asyncio.Event()
        self.passing.set()

    @property
    def silent(self) -> bool:
        return not self.passing.is_set()

    @silent.setter
    def silent(self, silent: bool) -> None:
        self.passing.clear() if silent else self.passing.set()

    def heal(self) -> None:
        self.delay, self.answer, self.silent, self.cut = 0.0, None, False, False

    def strand(self) -> None:
        """Make the open connections forward nothing, in either direction; new connections work."""
        self.passing.clear()
        self.passing = asyncio.Event()
        self.passing.set()

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        writers = [writer]
        try:
            there, back = await self.connect()
            writers.append(back)
            pumps = [self.pump(reader, back, writer), self.pump(there, writer, None)]
            running = [asyncio.create_task(pump) for pump in pumps]
            try:
                await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in running:
                    task.cancel()
                await asyncio.wait(running)
        except OSError:
            pass  # the server is down, and this connection is closed, too
        finally:
            for one in writers:
                one.transport.abort() if self.cut else one.close()

    async def pump(self, reader: StreamReader, writer: StreamWriter, asker: StreamWriter | None) -> None:
        """Pass chunks on. For the direction of requests, `asker` is the connection to which `answer` is sent."""
        passing = self.passing
        with suppress(OSError):
            while chunk := await reader.read(CHUNK):
                self.asked.set()
                if self.answer and asker and self.answer_to in chunk:
                    asker.write(self.answer)
                    return
                if self.hold and self.hold in chunk:
                    await self.released.wait()
                await passing.wait()
                await asyncio.sleep(self.delay)
                writer.write(chunk[: len(chunk) // 2] if self.cut else chunk)
                await writer.drain()
                if self.cut:
                    return


def refusal(status: int, header: str = "Content-Length: 0") -> bytes:
    """Return the HTTP response of an object store that is overloaded or broken."""
    return f"HTTP/1.1 {status} Refused\r\n{header}\r\nConnection: close\r\n\r\n".encode()


@asynccontextmanager
async def storage_behind(settings: Settings) -> AsyncIterator[tuple[Proxy, Settings]]:
    """Run a proxy in front of storage, and yield it with settings by which a server uses it."""
    where = urlsplit(str(settings.aws_endpoint_url_s3))
    async with Proxy(lambda: asyncio.open_connection(where.hostname, where.port)) as proxy:
        address = f"http://127.0.0.1:{proxy.port}"
        changed = settings.model_dump() | {"aws_endpoint_url_s3": address, "s3_public_endpoint_url": address}
        yield proxy, Settings.model_validate(changed)
