"""PostgreSQL, object storage and the server, as processes that can be killed and started again."""

import asyncio
import shutil
import signal
import time
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx2

from migrations.migrate import migrate_database
from server.development.demo import demo_user
from server.development.embedded.directories import temporary_directory
from server.development.embedded.embedded_server import EmbeddedServer
from server.development.embedded.embedded_servers import EmbeddedServers
from server.development.embedded.ports import choose_ports
from server.development.embedded.postgres import EmbeddedPostgres
from server.development.embedded.seaweedfs import HOST, EmbeddedObjectStorage
from server.settings.settings import Settings
from server.stores.connections import create_bucket
from tests.api import JWT_SECRET
from tests.faults.proxy import Proxy
from tests.models.connections import connected
from tests.program import Program
from tests.server.commands import environment, forked
from tests.services import BUCKET

PATIENCE = 120.0
"""Seconds that a process may take to start or end, on a busy machine."""


@dataclass
class World:
    servers: EmbeddedServers
    to_postgres: Proxy
    to_storage: Proxy
    log: Path
    port: int
    """A port outside the range of outgoing connections, which could take it while the server is down."""
    process: Program | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> Settings:
        """The settings of the server, which reaches PostgreSQL and storage through the proxies."""
        postgres, storage = self.servers.postgres, self.servers.object_storage
        role = urlsplit(postgres.application_url)
        return Settings(
            database_url=f"postgresql://{role.username}:{role.password}@127.0.0.1:{self.to_postgres.port}"
            f"{role.path}?sslmode=disable",
            database_owner_url=postgres.owner_url,
            s3_bucket_name=BUCKET,
            aws_region=storage.region,
            aws_access_key_id=storage.access_key_id,
            aws_secret_access_key=storage.secret_access_key,
            aws_endpoint_url_s3=f"http://127.0.0.1:{self.to_storage.port}",
            jwt_secret=JWT_SECRET,
        )

    def start_server(self) -> None:
        settings = self.settings
        assert settings.aws_secret_access_key
        variables = {
            "DATABASE_URL": settings.database_url.get_secret_value(),
            "S3_BUCKET_NAME": settings.s3_bucket_name,
            "AWS_REGION": settings.aws_region,
            "AWS_ACCESS_KEY_ID": str(settings.aws_access_key_id),
            "AWS_SECRET_ACCESS_KEY": settings.aws_secret_access_key.get_secret_value(),
            "AWS_ENDPOINT_URL_S3": str(settings.aws_endpoint_url_s3),
            "JWT_SECRET": JWT_SECRET,
            "PLANS_FILE": str(Path(demo_user.__file__).parents[1] / "plans.toml"),
        }
        with self.log.open("ab") as log:
            self.process = forked(["serve", "--port", self.port], environment(**variables), log.fileno(), log.fileno())

    async def explain(self) -> str:
        """Return what PostgreSQL and the server are doing, to explain a timeout. This ends the server."""
        async with connected(self.servers.postgres.superuser_url) as superuser:
            rows = await superuser.fetch("SELECT state, wait_event, xact_start, query FROM pg_stat_activity")
        assert self.process
        self.process.send_signal(signal.SIGABRT)  # on which Python writes the stack of each thread
        await asyncio.to_thread(self.process.wait, PATIENCE)
        log = self.log.read_text(errors="replace")[-20_000:]
        return "\n".join([*map(str, rows), log])

    async def end_server(self, number: signal.Signals, down: float) -> None:
        assert self.process
        self.process.send_signal(number)
        await asyncio.to_thread(self.process.wait, PATIENCE)
        await asyncio.sleep(down)
        self.start_server()

    async def kill(self, server: EmbeddedServer, down: float) -> None:
        """Kill the server, and start it again after `down` seconds: in this thread, whose end would end the process."""
        assert server._process
        await asyncio.to_thread(server._process.kill)
        server.stop()
        while not server._lock.is_free():  # noqa: ASYNC110 - PostgreSQL's processes outlive the first one for a moment
            await asyncio.sleep(0.01)
        await asyncio.sleep(down)
        server.start()
        await asyncio.to_thread(server.wait_until_ready)

    async def until_ready(self) -> float:
        """Wait until the server is ready, and return the seconds that it took."""
        begun = time.monotonic()
        async with asyncio.timeout(PATIENCE), httpx2.AsyncClient(base_url=self.address, timeout=10) as http:
            while True:
                with suppress(httpx2.HTTPError):
                    if (await http.get("/readyz")).status_code == 200:
                        return time.monotonic() - begun
                await asyncio.sleep(0.05)


@asynccontextmanager
async def world() -> AsyncIterator[World]:
    directory = temporary_directory()
    directory.chmod(0o711)
    servers = EmbeddedServers(directory)
    try:
        with servers:  # durable, because what is acknowledged must outlive the process
            async with (
                Proxy(lambda: to_postgres(servers.postgres)) as postgres,
                Proxy(lambda: to_storage(servers.object_storage)) as storage,
            ):
                [port] = choose_ports(HOST, ["server"], directory / "server-port.json").values()
                made = World(servers, postgres, storage, directory / "server.log", port)
                settings = made.settings
                await migrate_database(
                    servers.postgres.owner_url, servers.postgres.application_url, settings.statistics_time_zone.key
                )
                await create_bucket(settings)
                made.start_server()
                await made.until_ready()
                try:
                    yield made
                finally:
                    if made.process:
                        made.process.kill()
                        made.process.wait()
    finally:
        shutil.rmtree(directory)


async def to_postgres(postgres: EmbeddedPostgres) -> tuple[StreamReader, StreamWriter]:
    return await asyncio.open_unix_connection(f"{postgres._socket_directory}/.s.PGSQL.5432")


async def to_storage(storage: EmbeddedObjectStorage) -> tuple[StreamReader, StreamWriter]:
    where = urlsplit(storage.endpoint_url)
    return await asyncio.open_connection(where.hostname, where.port)
