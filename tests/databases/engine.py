"""Runs the engine in front of several databases: PgDog if it is on the PATH, or else the tests' own router."""

import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import urlsplit

from server.development.embedded.ports import choose_ports
from tests.databases.router import ROUTE, Router
from tests.databases.servers import HOST

PGDOG = shutil.which("pgdog")
PATIENCE = 30.0
GENERAL = """
[general]
host = "{host}"
port = {port}
openmetrics_port = 0
min_pool_size = 0
default_pool_size = 20
connect_timeout = 500
checkout_timeout = 500
shutdown_timeout = 100
load_schema = "off"
cross_shard_disabled = true
[[sharded_tables]]
database = "task_record"
column = "user_id"
data_type = "uuid"
"""
DATABASE = """
[[databases]]
name = "task_record"
host = "{host}"
port = {port}
shard = {number}
"""
USER = """
[[users]]
name = "{name}"
database = "task_record"
password = "{password}"
"""


class Engine(NamedTuple):
    url: str
    route: str


@asynccontextmanager
async def running_engine(urls: Sequence[str]) -> AsyncIterator[Engine]:
    """Run an engine on the databases at these URLs, whose role each of them knows."""
    if PGDOG:
        with running_pgdog(urls) as url:
            yield Engine(url, "SET LOCAL pgdog.sharding_key = '{user_id}'")
    else:
        async with Router(urls) as router:
            yield Engine(router.url, ROUTE)


@contextmanager
def running_pgdog(urls: Sequence[str]) -> Iterator[str]:
    role = urlsplit(urls[0])
    with TemporaryDirectory() as name:
        directory = Path(name)
        [port] = choose_ports(HOST, ["pgdog"], directory / "port").values()
        parts = [DATABASE.format(host=HOST, port=urlsplit(url).port, number=number) for number, url in enumerate(urls)]
        (directory / "pgdog.toml").write_text(GENERAL.format(host=HOST, port=port) + "".join(parts))
        (directory / "users.toml").write_text(USER.format(name=role.username, password=role.password))
        log = directory / "pgdog.log"
        with (
            log.open("wb") as output,
            subprocess.Popen([str(PGDOG)], cwd=directory, stdout=output, stderr=output) as pgdog,
        ):
            try:
                deadline = time.monotonic() + PATIENCE
                while "listening on" not in (said := log.read_text()):
                    assert pgdog.poll() is None, said
                    assert time.monotonic() < deadline, said
                    time.sleep(0.02)
                yield role._replace(netloc=f"{role.username}:{role.password}@{HOST}:{port}").geturl()
            finally:
                pgdog.terminate()
                pgdog.wait()
