"""Runs two servers behind nginx, and restarts, kills and upgrades them while clients send requests."""

import asyncio
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import httpx2

from server.development.embedded.ports import choose_ports
from server.settings.settings import Settings
from tests.api import Client
from tests.deploy.nginx import HOST, Nginx, nginx, running
from tests.deploy.traffic import Traffic
from tests.program import Program
from tests.server.commands import TOP, Start, environment, variables

PATIENCE = 120.0
"""Seconds until a server is ready, on a busy machine."""


@dataclass
class Fleet:
    nginx: Nginx
    environ: dict[str, str]
    ports: list[int]
    options: dict[int, list[str]]
    """The options of each server's command line, by its port."""
    processes: dict[int, Program | subprocess.Popen[bytes]] = field(default_factory=dict)

    async def start(self, port: int, version: Start) -> None:
        """Start a server of this version, and return once it is ready."""
        with (self.nginx.directory / "log" / f"server-{port}.log").open("ab") as log:
            arguments = ["serve", "--port", port, *self.options[port]]
            self.processes[port] = version(arguments, self.environ, log.fileno(), log.fileno())
        async with asyncio.timeout(PATIENCE), httpx2.AsyncClient(base_url=f"http://{HOST}:{port}") as http:
            while True:
                with suppress(httpx2.TransportError):
                    if (await http.get("/readyz", headers={"Connection": "close"})).status_code == 200:
                        return
                await asyncio.sleep(0.05)

    async def end(self, port: int, number: signal.Signals) -> int:
        """Send the signal, and return the exit status. SIGKILL goes to the workers, too."""
        process = self.processes[port]
        os.killpg(process.pid, number) if number == signal.SIGKILL else process.send_signal(number)
        return await asyncio.to_thread(process.wait, PATIENCE)

    async def restart(self, port: int, version: Start) -> None:
        assert await self.end(port, signal.SIGTERM) == 0
        await self.start(port, version)

    @asynccontextmanager
    async def in_use(self, users: int) -> AsyncIterator[list[Traffic]]:
        """Have clients of so many users send requests meanwhile; at the end, assert that each task is there once."""
        stop = asyncio.Event()
        async with httpx2.AsyncClient(base_url=self.nginx.url, verify=self.nginx.tls, timeout=PATIENCE) as http:
            traffic = [Traffic(self.nginx, Client(http)) for _ in range(users)]
            async with asyncio.TaskGroup() as flowing:
                for one in traffic:
                    flowing.create_task(one.flow(stop))
                yield traffic
                stop.set()
            for one in traffic:
                recorded = await one.client.data("{ tasks { totalCount { value } } }")
                assert recorded == {"tasks": {"totalCount": {"value": len(one.recorded)}}}


@asynccontextmanager
async def fleet(settings: Settings, version: Start) -> AsyncIterator[Fleet]:
    """Run a server of one process and a server of two, behind nginx."""
    environ = environment(**variables(settings, REQUESTS_PER_USER="none", COST_PER_USER="none"))
    with nginx() as here:
        one, other = choose_ports(HOST, ["one", "other"], here.directory / "servers.json").values()
        made = Fleet(here, environ, [one, other], {one: [], other: ["--workers", "2"]})
        try:
            await asyncio.gather(*[made.start(port, version) for port in made.ports])
            here.configure((f"{HOST}:{one}", f"{HOST}:{other}"), urlsplit(str(settings.aws_endpoint_url_s3)).netloc)
            with running(here):
                yield made
        finally:
            for port, process in made.processes.items():
                if process.poll() is None:
                    await made.end(port, signal.SIGKILL)


@contextmanager
def worktree() -> Iterator[Path]:
    """Yield a directory in which commits can be checked out."""
    with TemporaryDirectory() as directory:
        there = Path(directory, "main")
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", "--no-checkout", there], cwd=TOP, check=True)
        try:
            yield there
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", there], cwd=TOP, check=True)


def version_of(commit: str, there: Path) -> Start:
    """
    Check out the program at this commit, install its locked packages, and return how it is started. Versions that are
    checked out one after the other in the same directory share what they install and compile.
    """
    subprocess.run(["git", "checkout", "--quiet", "--force", "--detach", commit], cwd=there, check=True)
    path = f"{TOP}/.tools/bin:{os.environ['PATH']}"
    # This process's environment names the package index.
    install = [str(there / "run"), "schema"]
    subprocess.run(install, env=os.environ | {"PATH": path}, stdout=subprocess.DEVNULL, check=True)
    return partial(run_there, there)


def run_there(
    top: Path, arguments: Iterable[object], env: dict[str, str], stdout: int, stderr: int
) -> subprocess.Popen[bytes]:
    env = {name: value for name, value in env.items() if not name.startswith("PYTHON")}
    return subprocess.Popen(
        [top / "run", *map(str, arguments)], cwd=top, env=env, stdout=stdout, stderr=stderr, start_new_session=True
    )
