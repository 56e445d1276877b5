import asyncio
from abc import ABC, abstractmethod
from asyncio import StreamReader, StreamWriter
from typing import Self


class LocalServer(ABC):
    """A TCP server on a free `port` of this machine, as a context; leaving it closes the connections, too."""

    port: int

    def __init__(self) -> None:
        self.serving: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self.server = await asyncio.start_server(self.accept, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self.server.close()
        for task in self.serving:
            task.cancel()
        await asyncio.gather(*self.serving, return_exceptions=True)

    def accept(self, reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.create_task(self.serve(reader, writer))
        self.serving.add(task)
        task.add_done_callback(self.serving.discard)

    @abstractmethod
    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Serve one connection until it ends."""
