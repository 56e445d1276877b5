"""The server behind PgBouncer in transaction mode, where each transaction may run on another connection."""

import asyncio
import json
import re
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlsplit

import httpx2
import pytest
from pydantic import SecretStr

from server.development.embedded.directories import dropped_privileges, give, temporary_directory
from server.operations.checking import trial
from server.operations.checking.check import check
from server.settings.settings import Settings
from tests.api import Client
from tests.application import in_process
from tests.models.connections import as_superuser, connected, database_name
from tests.pictures import data_url, picture
from tests.server.exports.exporting import exported
from tests.server.pgbouncer import PGBOUNCER, SERVER_CONNECTIONS, configuration, wait_for
from tests.services import PostgresService

pytestmark = [
    pytest.mark.own_database,
    pytest.mark.skipif(PGBOUNCER is None, reason="pgbouncer is not installed: apt-get install pgbouncer"),
]


def knows_prepared_statements() -> bool:
    """Return whether this PgBouncer is 1.21 or later; an older one does not start with `max_prepared_statements`."""
    printed = subprocess.run([str(PGBOUNCER), "--version"], capture_output=True, text=True, check=True).stdout
    major, minor = re.findall(r"\d+", printed)[:2]
    return (int(major), int(minor)) >= (1, 21)


@pytest.fixture(params=[0, 200], ids=["no-prepared-statements", "prepared-statements"])
def pgbouncer(settings: Settings, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of the database through PgBouncer, which stores so many prepared statements."""
    limit: int | None = request.param
    if not knows_prepared_statements():
        if limit:
            pytest.skip("this pgbouncer is older than 1.21 and stores no prepared statements")
        limit = None
    directory = temporary_directory()
    url = settings.database_url.get_secret_value()
    give(configuration(directory, url, limit))
    give(directory / "userlist.txt")
    give(directory)
    process = subprocess.Popen([str(PGBOUNCER), str(directory / "pgbouncer.ini")], **dropped_privileges())
    try:
        wait_for(directory / ".s.PGSQL.6432")
        yield f"{urlsplit(url)._replace(query='').geturl()}?host={directory}&port=6432"
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(directory)


@pytest.fixture
async def http(settings: Settings, pgbouncer: str) -> AsyncIterator[httpx2.AsyncClient]:
    """A client of a server that uses PgBouncer, but listens to notifications directly."""
    async with in_process(settings, database_url=SecretStr(pgbouncer)) as application:
        yield application.http


async def record(user: Client, times: int) -> None:
    """Create and complete tasks, and assert after each that the user sees all of them and no others."""
    for n in range(times):
        task = await user.task("createTask", prompt=f"{n} of {user.id}")
        await user.task("completeTask", id=task["id"], image={"dataUrl": data_url(picture())}, tokensUsed=1)
        tasks = (await user.data("{ tasks { nodes { prompt userId } totalCount { value } } }"))["tasks"]
        assert tasks["totalCount"]["value"] == n + 1
        assert [node["prompt"] for node in tasks["nodes"]] == [f"{m} of {user.id}" for m in range(n, -1, -1)]
        assert {node["userId"] for node in tasks["nodes"]} == {str(user.id)}


@pytest.mark.slow
async def test_users_share_only_connections(
    settings: Settings, postgres: PostgresService, http: httpx2.AsyncClient, pgbouncer: str
) -> None:
    assert (await http.get("/readyz")).json() == {"ready": True, "problems": []}
    users = [Client(http) for _ in range(6)]
    await asyncio.gather(*(record(user, 4) for user in users))
    for user in users:
        totals = (await user.data("{ statistics { totalTasks totalTokensUsed } }"))["statistics"]
        assert totals == {"totalTasks": 4, "totalTokensUsed": 4}
    downloads = await asyncio.gather(*(exported(user, "NDJSON") for user in users))
    for user, download in zip(users, downloads, strict=True):
        *tasks, last = map(json.loads, download.content.splitlines())
        assert ([task["userId"] for task in tasks], last["summary"]["tasks"]) == ([str(user.id)] * 4, 4)
    async with connected(pgbouncer) as through, as_superuser(postgres, settings) as superuser:
        left = "SELECT current_user = session_user AND coalesce(current_setting('request.jwt.claims', true), '') = ''"
        assert await through.fetchval(left) is True
        connections = await superuser.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = $1 AND usename = $2",
            database_name(settings),
            urlsplit(pgbouncer).username,
        )
    assert connections <= SERVER_CONNECTIONS + 2  # and one each for notifier and worker


@pytest.mark.slow
async def test_listening_through_it_is_reported(
    settings: Settings, pgbouncer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    through = SecretStr(pgbouncer)
    assert await check(settings.model_copy(update={"database_url": through})) == []
    monkeypatch.setattr(trial, "TRIAL_TIMEOUT", 1.0)
    [fault] = await check(settings.model_copy(update={"database_url": through, "database_listen_url": through}))
    assert fault.what == "PostgreSQL's notifications do not arrive: a pooler in transaction mode loses them."
    assert fault.remedy.startswith("DATABASE_LISTEN_URL=postgresql://")
