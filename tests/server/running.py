"""A server of the application on a real port."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

import httpx2
import uvicorn

from server.app import create_app
from server.serving import serving_options
from server.settings.settings import Settings
from tests.api import Client
from tests.conftest import JWT_SECRET


@dataclass
class RunningServer:
    address: str
    http: httpx2.AsyncClient

    def new_client(self, id: UUID | None = None) -> Client:
        return Client(self.http, JWT_SECRET, id or uuid4())


@asynccontextmanager
async def running(settings: Settings, port: int = 0) -> AsyncIterator[RunningServer]:
    """In this event loop, as `./run serve` runs it."""
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(settings),
            port=port,
            timeout_graceful_shutdown=1,
            **serving_options(settings),
        )
    )
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - it tells by no event
        await asyncio.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    address = f"{host}:{port}"
    async with httpx2.AsyncClient(base_url=f"http://{address}") as http:
        try:
            yield RunningServer(address, http)
        finally:
            server.should_exit = True
            await serving
