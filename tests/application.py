"""Runs the application in three ways: in this process, on a port of this process, and as a process of its own."""

import asyncio
import os
import re
import signal
import socket
import subprocess
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast
from uuid import UUID, uuid4

import httpx2
import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp

from server.app import create_app
from server.development.signed_token import Role
from server.serving import serving_options
from server.settings.settings import Settings
from tests.api import Client
from tests.logged import LOGGED
from tests.program import Program
from tests.server.commands import Start, environment, forked, new_python, variables

PATIENCE = 60.0
"""Seconds that a process may take to start or to end, on a busy machine."""
BASE_URL = "http://task-record.test"
ADDRESS = re.compile(r"running on http://(\S+)")


@dataclass
class Application:
    http: httpx2.AsyncClient
    app: Starlette | None = field(default=None, kw_only=True)
    """The application that is called in this process without a port."""

    def new_client(self, id: UUID | None = None, role: Role = "user", plan: str | None = "pro") -> Client:
        """Return a client with a token of its own: a new user, unless `id` is that of one who has called before."""
        return Client(self.http, id or uuid4(), role, plan)

    def visitor(self, address: str) -> httpx2.AsyncClient:
        """Return what sends requests from this address, without a token."""
        assert self.app
        return httpx2.AsyncClient(transport=httpx2.ASGITransport(self.app, client=(address, 1)), base_url=BASE_URL)


@dataclass
class ServedApplication(Application):
    address: str
    """Host and port."""

    @property
    def url(self) -> str:
        return f"http://{self.address}"


@dataclass
class ApplicationProcess(ServedApplication):
    process: Program | subprocess.Popen[bytes]
    output: BinaryIO
    """Its stdout and stderr: a file, because a server would block once a pipe that nobody reads is full."""

    _log: str = ""

    @property
    def log(self) -> str:
        """All that the process has written so far; it can still be read once the process has ended."""
        if not self.output.closed:
            self._log = os.pread(self.output.fileno(), os.fstat(self.output.fileno()).st_size, 0).decode()
        return self._log

    async def exit_status(self) -> int:
        return await asyncio.to_thread(self.process.wait, PATIENCE)


@asynccontextmanager
async def in_process(settings: Settings, **changes: Any) -> AsyncIterator[Application]:
    """Run the application in this event loop, without a port. A response is returned once it is complete."""
    app = create_app(settings.model_copy(update=changes))
    transport = httpx2.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url=BASE_URL) as http,
    ):
        yield Application(http, app=app)


class Server(uvicorn.Server):
    """A server that sets an event once it accepts connections, and leaves signals to pytest."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.accepts = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.accepts.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def on_port(settings: Settings, port: int = 0, **changes: Any) -> AsyncIterator[ServedApplication]:
    """Run the application in this event loop as `./run serve` does, on `port`, or on a free port if it is 0."""
    settings = settings.model_copy(update=changes)
    async with served(create_app(settings), settings, port) as application:
        yield application


@asynccontextmanager
async def served(app: ASGIApp, settings: Settings, port: int = 0) -> AsyncIterator[ServedApplication]:
    server = Server(uvicorn.Config(app, port=port, timeout_graceful_shutdown=1, **serving_options(settings)))
    serving = asyncio.create_task(server.serve())
    accepting = asyncio.create_task(server.accepts.wait())
    await asyncio.wait([serving, accepting], return_when=asyncio.FIRST_COMPLETED)
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    async with httpx2.AsyncClient(base_url=f"http://{host}:{port}", timeout=PATIENCE) as http:
        try:
            yield ServedApplication(http, f"{host}:{port}")
        finally:
            server.should_exit = True
            await serving


def own_process(settings: Settings, *options: str, **changes: str) -> AbstractAsyncContextManager[ApplicationProcess]:
    """Run `./run serve` on a free port, forked, and enter once it answers; `changes` are environment variables."""
    return process_of(forked, options, variables(settings, **changes))


def new_process(settings: Settings, *options: str, **changes: str) -> AbstractAsyncContextManager[ApplicationProcess]:
    """Run `./run serve` as `own_process` does, but in a new Python: for tests of memory or of the start. Slower."""
    return process_of(new_python, options, variables(settings, **changes))


@asynccontextmanager
async def process_of(
    start: Start, options: Iterable[str], environ: dict[str, str]
) -> AsyncIterator[ApplicationProcess]:
    with TemporaryFile() as output:
        process = start(["serve", "--port", "0", *options], environment(**environ), output.fileno(), output.fileno())
        server = ApplicationProcess(httpx2.AsyncClient(), "", process, cast("BinaryIO", output))
        try:
            async with asyncio.timeout(PATIENCE):
                while not (address := ADDRESS.search(server.log)):
                    assert process.poll() is None, server.log
                    await asyncio.sleep(0.02)
            server.address = address[1]
            async with httpx2.AsyncClient(base_url=f"http://{server.address}", timeout=PATIENCE) as server.http:
                await until_it_answers(server.http)
                yield server
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # the group, so that its workers end, too
            await server.exit_status()
            LOGGED.write(server.log)


async def until_it_answers(http: httpx2.AsyncClient) -> None:
    """Wait until a worker listens: the parent logs its address before its workers do."""
    async with asyncio.timeout(PATIENCE):
        while True:
            with suppress(httpx2.ConnectError):
                await http.get("/healthz")
                return
            await asyncio.sleep(0.02)
