"""
PostgreSQL, PgBouncer, storage and Redis each stop answering under load, as their processes are stopped (SIGSTOP) and
their connections stay open. `./run test -m faults -n 0 -s tests/faults/test_silence.py` stops each for a minute.
Quicker tests of each are tests/models/test_silent_database.py, tests/server/test_silent_storage.py and
tests/server/test_health.py.
"""

import asyncio
import os
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import httpx2
import pytest
from pydantic import SecretStr

from migrations.migrate import migrate_database
from server.development.demo.demo_user import DEMO_PLAN
from server.development.embedded.directories import dropped_privileges, give, temporary_directory
from server.development.embedded.embedded_servers import EmbeddedServers
from server.settings.settings import Settings
from server.stores.connections import create_bucket
from tests.api import Client
from tests.application import ApplicationProcess, own_process
from tests.faults.acknowledged import assert_all_is_stored
from tests.faults.recorder import Recorder
from tests.server.observation.scraping import scrape
from tests.server.pgbouncer import PGBOUNCER, configuration, wait_for
from tests.services import ObjectStorageService, settings_of

LIMIT = 30.0
"""EXECUTION_TIMEOUT in seconds."""
READY_WITHIN = 3.0
KNOWN_AFTER = 9.0
"""Seconds after which the metrics report it, so that an alert is raised within a minute."""
RECORDERS = 2
SECONDS = 60.0
PLANS = Path(__file__).parents[2] / "server/development/plans.toml"


@dataclass
class Stoppable:
    """Processes that can be stopped, and the problem that this causes."""

    pids: Callable[[], list[int]]
    named: str
    """A part of the problem that `/readyz` reports."""
    part: str
    """Its name in `/readyz?exclude=` and in the metrics."""
    is_needed: bool = True
    """Whether operations fail without it."""

    @contextmanager
    def stopped(self) -> Iterator[None]:
        pids = self.pids()
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in reversed(pids):
                os.kill(pid, signal.SIGCONT)


def family(pid: int) -> list[int]:
    """Return the ids of the process and its children, since those of PostgreSQL are not in one group."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


@dataclass
class Surroundings:
    settings: Settings
    stoppable: dict[str, Stoppable]


@contextmanager
def pgbouncer(directory: Path, url: str) -> Iterator[tuple[str, int]]:
    give(configuration(directory, url, None))
    give(directory / "userlist.txt")
    give(directory)
    with subprocess.Popen([str(PGBOUNCER), str(directory / "pgbouncer.ini")], **dropped_privileges()) as process:
        try:
            wait_for(directory / ".s.PGSQL.6432")
            yield f"{url.partition('?')[0]}?host={directory}&port=6432", process.pid
        finally:
            process.terminate()


@contextmanager
def redis(directory: Path) -> Iterator[tuple[SecretStr, int]]:
    program = str(shutil.which("redis-server"))
    options = ["--port", "0", "--unixsocket", str(directory / "redis"), "--dir", str(directory), "--save", ""]
    with subprocess.Popen([program, *options], stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(directory / "redis")
            yield SecretStr(f"unix://{directory}/redis"), process.pid
        finally:
            process.terminate()


@asynccontextmanager
async def surroundings() -> AsyncIterator[Surroundings]:
    """Run PostgreSQL, PgBouncer before it, storage and Redis."""
    directory, bouncer = temporary_directory(), temporary_directory()
    directory.chmod(0o711)
    servers = EmbeddedServers(directory)
    try:
        with (
            servers,
            pgbouncer(bouncer, servers.postgres.application_url) as (pooled, pooler_pid),
            redis(directory) as (redis_url, redis_pid),
        ):
            postgres, storage = servers.postgres, servers.object_storage
            direct = postgres.application_url
            more: dict[str, Any] = {"database_listen_url": direct, "redis_url": redis_url, "plans_file": PLANS}
            service = ObjectStorageService(
                storage.endpoint_url, storage.access_key_id, storage.secret_access_key, storage.region
            )
            settings = settings_of(service, postgres.owner_url, pooled, **more)
            await migrate_database(postgres.owner_url, direct, settings.statistics_time_zone.key)
            await create_bucket(settings)
            yield Surroundings(
                settings,
                {
                    "PostgreSQL": Stoppable(lambda: family(postgres._process.pid), "does not answer", "database"),  # type: ignore[union-attr]
                    "PgBouncer": Stoppable(lambda: [pooler_pid], "does not answer", "database"),
                    "storage": Stoppable(lambda: family(storage._process.pid), "Object storage", "storage"),  # type: ignore[union-attr]
                    "Redis": Stoppable(lambda: [redis_pid], "REDIS_URL", "redis", is_needed=False),
                },
            )
    finally:
        shutil.rmtree(directory)
        shutil.rmtree(bouncer)


@dataclass
class PatientRecorder(Recorder):
    """A recorder that counts the codes of refusals, and measures how long each answer takes."""

    waited: list[float] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)

    async def attempt(self, call: Callable[[], Any]) -> Any:
        began = time.monotonic()
        answer = await super().attempt(call)
        self.waited.append(time.monotonic() - began)
        if isinstance(answer, str):
            known = ("INTERNAL_SERVER_ERROR", "RATE_LIMITED", "UNAVAILABLE")
            self.codes[next((code for code in known if code in answer), answer)] += 1
        return answer


async def watch(http: httpx2.AsyncClient, one: Stoppable, seconds: float) -> None:
    """Request `/readyz` and `/metrics` for so many seconds, and until the metrics must report it."""
    begun, known = time.monotonic(), 0
    while (elapsed := time.monotonic() - begun) < seconds or not known:
        await asyncio.sleep(1)  # a request from before it stopped may have been answered
        began = time.monotonic()
        answer = await http.get("/readyz")
        assert time.monotonic() - began < READY_WITHIN + 0.5  # half a second for this machine's load
        assert answer.status_code == (503 if one.is_needed else 200)
        assert one.named in str(answer.json()["problems"]), answer.text
        assert (await http.get("/readyz", params={"exclude": [one.part, "capacity"]})).status_code == 200
        measures = await scrape(http)
        metric, labels = "task_record_dependency_up", {"dependency": one.part}
        if one.part == "database":
            metric, labels = "task_record_database_up", {}
        if elapsed > KNOWN_AFTER:
            assert measures.value(metric, **labels) == 0
            known += 1


async def until_ready(http: httpx2.AsyncClient) -> float:
    began = time.monotonic()
    async with asyncio.timeout(LIMIT):
        while (await http.get("/readyz")).json() != {"ready": True, "problems": []}:  # noqa: ASYNC110
            await asyncio.sleep(0.2)
    return time.monotonic() - began


async def stop_each(server: ApplicationProcess, stoppable: dict[str, Stoppable], seconds: float) -> None:
    """Stop one after the other while recorders work, and assert that no data is lost and nobody waits too long."""
    async with httpx2.AsyncClient(base_url=server.url, timeout=LIMIT + 5) as http:
        await until_ready(http)
        for name, one in stoppable.items():
            recorders = [
                PatientRecorder(Client(http, plan=DEMO_PLAN), Random(f"{name} {number}")) for number in range(RECORDERS)
            ]
            before = await scrape(http)
            stop = asyncio.Event()
            async with asyncio.TaskGroup() as working:
                for recorder in recorders:
                    working.create_task(recorder.work(stop))
                try:
                    await asyncio.sleep(2)
                    with one.stopped():
                        await watch(http, one, seconds)
                    recovered = await until_ready(http)
                    await asyncio.sleep(2)
                finally:
                    stop.set()
            after = await scrape(http)
            codes = sum((recorder.codes for recorder in recorders), Counter[str]())
            slowest = max(max(recorder.waited) for recorder in recorders)
            print(f"{name}: {dict(codes)}, slowest answer {slowest:.1f} s, ready again {recovered:.1f} s", flush=True)
            ours = {code: times for code, times in codes.items() if "Timeout" not in code}  # direct uploads have 10 s
            assert ours.keys() == ({"UNAVAILABLE"} if one.is_needed else set()), (name, codes)
            assert slowest < LIMIT / 2, name
            assert recovered < 10, name
            failed = after.added(before, "task_record_errors_total", code="UNAVAILABLE")
            assert (failed > 0) is one.is_needed
            assert after.added(before, "task_record_errors_total", code="QUERY_TOO_COSTLY") == 0
            for recorder in recorders:
                await assert_all_is_stored(recorder)


@pytest.mark.faults
async def test_each_stops_for_a_minute() -> None:
    if PGBOUNCER is None or shutil.which("redis-server") is None:
        pytest.skip("apt-get install pgbouncer redis-server")
    async with surroundings() as around:
        settings = around.settings
        assert settings.redis_url
        more = {
            "DATABASE_LISTEN_URL": settings.database_listen_url.get_secret_value(),
            "REDIS_URL": settings.redis_url.get_secret_value(),
            "PLANS_FILE": str(PLANS),
            "REQUESTS_PER_USER": "none",
            "COST_PER_USER": "none",
        }
        async with own_process(settings, **more) as server:
            try:
                await stop_each(server, around.stoppable, SECONDS)
            except BaseException:
                print(server.log[-10_000:])
                raise
