"""Servers of several versions on one database, in use."""

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import httpx2

from server.development.embedded.ports import choose_ports
from server.settings.settings import Settings
from tests.api import Client
from tests.migrations.versions.load import User
from tests.server.commands import Start, environment, variables

HOST = "127.0.0.1"
PATIENCE = 120.0
"""Seconds that a command may take, on a busy machine."""
USERS = 4


@dataclass
class Load:
    """Users at work, and the problems that the first server reports meanwhile."""

    users: list[User]
    addresses: list[str]
    """The servers that they use."""
    unready: set[str] = field(default_factory=set)
    """The problems for which the first server was not ready."""

    @property
    def errors(self) -> Counter[str]:
        return sum((user.errors for user in self.users), Counter())

    @property
    def answered(self) -> int:
        return sum(user.answered for user in self.users)

    async def on(self, *addresses: str, tasks: int) -> None:
        """Have the users use these servers until each has recorded this many more tasks."""
        self.addresses[:] = addresses
        until = [user.recorded + tasks for user in self.users]
        async with asyncio.timeout(PATIENCE):
            while any(user.recorded < count for user, count in zip(self.users, until, strict=True)):  # noqa: ASYNC110
                await asyncio.sleep(0.05)


@dataclass
class Upgrade:
    """Runs commands of any version on one database and bucket."""

    settings: Settings
    directory: Path
    http: httpx2.AsyncClient

    def start(self, version: Start, log: str, *arguments: str) -> Any:
        environ = environment(**variables(self.settings, REQUESTS_PER_USER="none", COST_PER_USER="none"))
        with (self.directory / log).open("ab") as file:
            return version(arguments, environ, file.fileno(), file.fileno())

    async def run(self, version: Start, command: str) -> str:
        """Run a command to its end, and return its output. It must succeed."""
        output = self.directory / command
        output.unlink(missing_ok=True)
        status = await asyncio.to_thread(self.start(version, command, command).wait, PATIENCE)
        assert status == 0, output.read_text()
        return output.read_text()

    @asynccontextmanager
    async def serving(self, version: Start) -> AsyncIterator[str]:
        """Run a server, and yield its address at once."""
        ports = self.directory / "ports"
        ports.unlink(missing_ok=True)
        [port] = choose_ports(HOST, ["server"], ports).values()
        process = self.start(version, "log", "serve", "--port", str(port))
        try:
            yield f"http://{HOST}:{port}"
        finally:
            process.send_signal(signal.SIGINT)  # unlike SIGTERM, it does not wait for load balancers
            await asyncio.to_thread(process.wait, PATIENCE)

    @asynccontextmanager
    async def ready(self, version: Start) -> AsyncIterator[str]:
        """Run a server, and yield its address once it is ready."""
        async with self.serving(version) as address:
            await self.until_ready(address)
            yield address

    async def readiness(self, address: str) -> tuple[bool, list[str]]:
        """Return whether the server is ready, and the problems that it names."""
        with suppress(httpx2.TransportError):
            found = (await self.http.get(f"{address}/readyz")).json()
            return found["ready"], found["problems"]
        return False, []

    async def until_ready(self, address: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while not (await self.readiness(address))[0]:  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    @asynccontextmanager
    async def in_use(self, address: str) -> AsyncIterator[Load]:
        """Have users work meanwhile, at first with the server at this address, whose readiness is watched."""
        stop, addresses = asyncio.Event(), [address]
        load = Load([User(Client(self.http), addresses, Random(number)) for number in range(USERS)], addresses)
        async with asyncio.TaskGroup() as working:
            for user in load.users:
                working.create_task(user.work(stop))
            watching = working.create_task(self.watch(address, load))
            try:
                yield load
            finally:
                stop.set()
                watching.cancel()

    async def watch(self, address: str, load: Load) -> None:
        while True:
            is_ready, problems = await self.readiness(address)
            load.unready.update(() if is_ready else problems)
            await asyncio.sleep(0.1)
