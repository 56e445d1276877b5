"""A way to a server on which things go wrong."""

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
    Passes bytes on, unless told otherwise: `delay` each chunk so many seconds, `answer` each request (in which
    `answer_to` stands) itself, `hold` those in which this stands until they are `released`, be `silent` as a
    machine that was switched off, or `cut` connections in the midst of a chunk.
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
        """From now on nothing passes on the connections that there are, in neither direction; new ones work."""
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
            pass  # nobody is there: the end of this connection says so
        finally:
            for one in writers:
                one.transport.abort() if self.cut else one.close()

    async def pump(self, reader: StreamReader, writer: StreamWriter, asker: StreamWriter | None) -> None:
        """`asker` is who sends the requests, where these are what is passed on."""
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


def refusal(status: int) -> bytes:
    """Of an object store that is overloaded or broken."""
    return f"HTTP/1.1 {status} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()


@asynccontextmanager
async def storage_behind(settings: Settings) -> AsyncIterator[tuple[Proxy, Settings]]:
    """A proxy before storage, and settings by which a server reaches it through that."""
    where = urlsplit(str(settings.aws_endpoint_url_s3))
    async with Proxy(lambda: asyncio.open_connection(where.hostname, where.port)) as proxy:
        address = f"http://127.0.0.1:{proxy.port}"
        changed = settings.model_dump() | {"aws_endpoint_url_s3": address, "s3_public_endpoint_url": address}
        yield proxy, Settings.model_validate(changed)
