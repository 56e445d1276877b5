"""Runs several PostgreSQL servers, each with an empty, migrated database: one is made, and the others are copied."""

import asyncio
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from migrations.login_role import grant_login_role
from migrations.migrate import migrate
from server.development.embedded.ports import choose_ports
from server.development.embedded.postgres import _FAST, DATABASE, EmbeddedPostgres, _programs
from tests.services import service_directory, with_database

HOST = "127.0.0.1"
TRUST = "local all all trust\nhost all all 127.0.0.1/32 trust\n"
"""A pg_hba.conf without passwords, which the engine in front of the databases does not know."""
COUNT = 4
DIRECT = "task_record_direct"


class NumberedPostgres(EmbeddedPostgres):
    """A PostgreSQL on a TCP port, which engines need, and with pg_stat_statements, which counts statements."""

    def __init__(self, directory: Path, port: int) -> None:
        super().__init__(directory, durable=False)
        self.port = port

    def url(self, role: str, password: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}:{password}@{HOST}:{self.port}/{database}?sslmode=disable"

    @property
    def direct_url(self) -> str:
        return self.url(DIRECT, self.secrets.application_password)

    def _prepare(self) -> None:
        super()._prepare()
        (self._files / "pg_hba.conf").write_text(TRUST)

    def _launch(self) -> None:
        where = ["-D", str(self._files), "-k", str(self._socket_directory), "-c", f"listen_addresses={HOST}"]
        more = {
            "port": self.port,
            "max_connections": 200,
            "shared_preload_libraries": "pg_stat_statements",
            "synchronous_commit": "on",  # a commit survives a kill
        }
        options = [part for name, value in more.items() for part in ("-c", f"{name}={value}")]
        self._run([_programs() / "postgres", *where, *_FAST, *options])

    def copy(self, directory: Path, port: int) -> "NumberedPostgres":
        """Copy the files to another server, with the same rows and passwords. Neither may run meanwhile."""
        subprocess.run(["cp", "-a", self._directory, directory], check=True)
        return NumberedPostgres(directory, port)


@dataclass(frozen=True)
class DatabaseServers:
    template: Path
    """The directory of the first server, which is stopped, so that it can be copied."""
    superuser_urls: Sequence[str]
    owner_urls: Sequence[str]
    application_urls: Sequence[str]
    direct_urls: Sequence[str]
    """URLs with another role of the same rights, for connections that do not go through the router."""


@contextmanager
def running_databases(count: int = COUNT) -> Iterator[DatabaseServers]:
    with service_directory() as directory:
        made = NumberedPostgres(directory / "template", *choose_ports(HOST, ["template"], directory / "port").values())
        with made:
            migrate(owner_url=made.owner_url, application_url=made.application_url, time_zone="UTC")
            asyncio.run(prepare(made))
        with copies(made, directory, count) as servers:
            yield DatabaseServers(
                made._directory,
                [server.superuser_url for server in servers],
                [server.owner_url for server in servers],
                [server.application_url for server in servers],
                [server.direct_url for server in servers],
            )


async def prepare(server: NumberedPostgres) -> None:
    """Make PostgreSQL note all statements but those of the role in `direct_url`."""
    owner = await asyncpg.connect(server.owner_url)
    superuser = await asyncpg.connect(with_database(server.superuser_url, "postgres"))
    try:
        await grant_login_role(owner, server.direct_url)
        await superuser.execute("CREATE EXTENSION pg_stat_statements")
        await superuser.execute(f"ALTER ROLE {DIRECT} SET pg_stat_statements.track = 'none'")
    finally:
        await owner.close()
        await superuser.close()


@contextmanager
def copies(template: NumberedPostgres, directory: Path, count: int) -> Iterator[list[NumberedPostgres]]:
    """Run `count` copies of the template, which must not run itself."""
    ports = choose_ports(HOST, [f"postgres-{n}" for n in range(count)], directory / "ports").values()
    servers = [template.copy(directory / f"postgres-{n}", port) for n, port in enumerate(ports)]
    with ExitStack() as stack:
        for server in servers:
            server.start()
            stack.callback(server.stop)
        for server in servers:
            server.wait_until_ready()
        yield servers
        for server in servers:
            server.begin_stop()
