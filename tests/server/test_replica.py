"""Administration and exports read a replica at DATABASE_READ_URL, or the database if it lags or is down."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from math import inf
from urllib.parse import urlsplit

import asyncpg
import httpx2
import pytest
from pydantic import SecretStr

from models.database import Database
from models.placement import replica
from server import readiness
from server.operations.checking.check import check
from server.settings.settings import Settings
from tests.api import Client
from tests.application import Application, in_process
from tests.server.exports.exporting import exported, prepared
from tests.server.observation.scraping import scrape
from tests.server.operations.readiness import answer
from tests.server.standby import EmbeddedStandby
from tests.services import (
    MIGRATED,
    ObjectStorageService,
    PostgresService,
    running_postgres,
    service_directory,
    settings_of,
    with_database,
)

PATIENCE = 15.0
READ = """query ($user: ID!) { admin {
  tasks(userId: $user) { nodes { prompt } totalCount { value } }
  user(id: $user) { totalTasks }
  statistics { totalTasks }
} }"""
COUNT = "SELECT task_record.count_changes()"
AUDITED = "SELECT count(*) FROM task_record.audit_entries WHERE actor_id = $1 AND user_id = $2"


@pytest.fixture(scope="module")
def followed() -> Iterator[PostgresService]:
    with running_postgres() as service:
        yield service


@pytest.fixture(scope="module")
def standby(followed: PostgresService) -> Iterator[EmbeddedStandby]:
    with service_directory() as directory, EmbeddedStandby(directory, followed.superuser_url) as standby:
        yield standby


@pytest.fixture
async def settings(
    followed: PostgresService,
    standby: EmbeddedStandby,
    copy: asyncpg.Connection,
    object_storage: ObjectStorageService,
) -> Settings:
    """The settings with a new database and its replica."""
    name = await followed.new_database(MIGRATED)
    owner, application = (with_database(url, name) for url in (followed.owner_url, followed.application_url))
    database = await asyncpg.connect(owner)
    await count_and_send(database, copy)
    await database.close()
    return read_at(settings_of(object_storage, owner, application), standby.address(application))


def read_at(settings: Settings, url: str) -> Settings:
    return settings.model_copy(update={"database_read_url": SecretStr(url)})


@pytest.fixture
async def application(settings: Settings) -> AsyncIterator[Application]:
    async with in_process(settings) as application:
        yield application


@pytest.fixture
def administrator(new_client: Callable[..., Client]) -> Client:
    return new_client(role="admin")


@pytest.fixture(autouse=True)
def always_new(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replica, "ASKED_EVERY", 0.0)
    monkeypatch.setattr(readiness, "REUSED_FOR", 0.0)


@pytest.fixture
async def copy(followed: PostgresService, standby: EmbeddedStandby) -> AsyncIterator[asyncpg.Connection]:
    """A connection to the replica as superuser. WAL replay goes on after the test."""
    copy = await asyncpg.connect(standby.address(followed.superuser_url))
    yield copy
    await copy.execute("SELECT pg_wal_replay_resume()")
    await copy.close()


async def count_and_send(database: asyncpg.Connection, copy: asyncpg.Connection) -> None:
    """Count the totals, and wait until the replica has replayed all that has been written."""
    await database.execute(COUNT)
    written = await database.fetchval("SELECT pg_current_wal_insert_lsn()")
    async with asyncio.timeout(PATIENCE):
        while await copy.fetchval("SELECT pg_last_wal_replay_lsn() < $1", written):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def pause(copy: asyncpg.Connection, database: asyncpg.Connection) -> None:
    """Pause the replica's WAL replay, after all that has been written."""
    await count_and_send(database, copy)
    async with asyncio.timeout(PATIENCE):
        await copy.execute("SELECT pg_wal_replay_pause()")
        while await copy.fetchval("SELECT pg_get_wal_replay_pause_state() <> 'paused'"):  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def read(administrator: Client, user: Client) -> tuple[list[str], int, int]:
    """Return what `admin` has of the user: the prompts of the tasks, their number, and the number in the statistics."""
    found = (await administrator.data(READ, user=str(user.id)))["admin"]
    prompts = [node["prompt"] for node in found["tasks"]["nodes"]]
    assert (found["user"] or {"totalTasks": 0}) == found["statistics"]
    return prompts, found["tasks"]["totalCount"]["value"], found["statistics"]["totalTasks"]


@pytest.mark.slow
async def test_a_standby_as_the_database_is_reported(settings: Settings) -> None:
    """As after a failover whose new address has not arrived."""
    addresses = {"database_url": settings.database_read_url, "database_read_url": None}
    [fault] = await check(settings.model_copy(update=addresses))
    assert fault.what == "The database is a standby, which can only be read."


@pytest.mark.slow
async def test_administration_reads_the_replica_and_users_do_not(
    user: Client, administrator: Client, copy: asyncpg.Connection, database: asyncpg.Connection
) -> None:
    await user.task("createTask", prompt="first")
    await pause(copy, database)
    await user.task("createTask", prompt="second")
    await database.execute(COUNT)
    assert await read(administrator, user) == (["first"], 1, 1)
    own = await user.data("{ tasks { nodes { prompt } } statistics { totalTasks } }")
    assert [node["prompt"] for node in own["tasks"]["nodes"]] == ["second", "first"]
    assert own["statistics"]["totalTasks"] == 2
    assert await database.fetchval(AUDITED, administrator.id, user.id) == 2


@pytest.mark.slow
async def test_no_answer_before_the_reading_is_in_the_audit(
    user: Client, administrator: Client, copy: asyncpg.Connection, database: asyncpg.Connection
) -> None:
    task = await user.task("createTask", prompt="first")
    await pause(copy, database)
    queries = [
        ("query ($id: ID!) { admin { task(id: $id) { prompt } } }", {"id": task["id"]}),
        ("query ($id: ID!) { admin { tasks(userId: $id) { nodes { prompt } } } }", {"id": str(user.id)}),
        ("{ admin { failures { tasks } } }", {}),
    ]
    async with database.transaction():
        await database.execute("LOCK TABLE task_record.audit_entries IN EXCLUSIVE MODE")
        reading = [asyncio.create_task(administrator.data(query, **variables)) for query, variables in queries]
        done, _ = await asyncio.wait(reading, timeout=0.5)
        assert done == set()
    task_read, tasks_read, _ = await asyncio.gather(*reading)
    assert task_read["admin"]["task"] == tasks_read["admin"]["tasks"]["nodes"][0] == {"prompt": "first"}


@pytest.mark.slow
async def test_a_lagging_replica_is_not_read(
    user: Client,
    administrator: Client,
    settings: Settings,
    copy: asyncpg.Connection,
    database: asyncpg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await pause(copy, database)
    await user.task("createTask", prompt="first")
    await database.execute(COUNT)
    assert (await read(administrator, user))[0] == []
    monkeypatch.setattr(replica, "MAX_LAG_SECONDS", 0.5)
    await asyncio.sleep(0.5)
    assert await read(administrator, user) == (["first"], 1, 1)
    assert 0.5 < (await scrape(user.http)).value("task_record_replica_lag_seconds") < 60
    status, told = await answer(user.http)
    assert (status, told["ready"]) == (200, True)
    assert told["problems"][0].startswith("The replica lags by ")
    [fault] = await check(settings)
    assert fault.what.startswith("The replica lags by ")


@pytest.mark.slow
async def test_an_export_has_the_tasks_of_its_preparation(
    user: Client, copy: asyncpg.Connection, database: asyncpg.Connection
) -> None:
    """A download comes from the replica only if that has replayed all up to the preparation of the export."""
    await pause(copy, database)
    await user.task("createTask", prompt="first")
    assert prompts(await exported(user, "NDJSON")) == ["first"]
    export = await prepared(user, "NDJSON")
    await copy.execute("SELECT pg_wal_replay_resume()")
    await pause(copy, database)
    await user.task("createTask", prompt="second")
    assert prompts(await user.http.get(export["url"])) == ["first"]
    assert prompts(await exported(user, "NDJSON")) == ["first", "second"]


def prompts(export: httpx2.Response) -> list[str]:
    *tasks, _ = map(json.loads, export.text.splitlines())
    return [task["prompt"] for task in tasks]


@pytest.mark.slow
async def test_a_replica_that_dies(
    settings: Settings, followed: PostgresService, database: asyncpg.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    with service_directory() as directory, EmbeddedStandby(directory, followed.superuser_url) as standby:
        url = standby.address(settings.database_url.get_secret_value())
        async with in_process(read_at(settings, url)) as application:
            user, administrator = application.new_client(), application.new_client(role="admin")
            await user.task("createTask", prompt="first")
            await database.execute(COUNT)  # not by the server between two reads
            await asyncio.sleep(0.5)
            assert (await read(administrator, user))[0] == ["first"]
            assert await answer(application.http) == (
                200,
                {
                    "ready": True,
                    "problems": [
                        "The replica ends reads that take longer than max_standby_streaming_delay, such as exports. "
                        "Next: hot_standby_feedback = on, in the replica's postgresql.conf"
                    ],
                },
            )
            standby.stop()
            await user.task("createTask", prompt="second")
            await database.execute(COUNT)
            assert (await read(administrator, user))[0] == ["second", "first"]
            assert prompts(await exported(user, "NDJSON")) == ["first", "second"]
            assert (await scrape(application.http)).value("task_record_replica_lag_seconds") == inf
            status, told = await answer(application.http)
            assert (status, told["ready"]) == (200, True)
            assert told["problems"][0].startswith("The replica does not answer (")
    assert caplog.text.count("The replica ") == 1
    assert "password" not in caplog.text


async def test_the_role_at_the_replica_is_checked(
    settings: Settings, standby: EmbeddedStandby, followed: PostgresService
) -> None:
    name = urlsplit(settings.database_url.get_secret_value()).path[1:]
    async with in_process(
        read_at(settings, standby.address(with_database(followed.superuser_url, name)))
    ) as application:
        status, told = await answer(application.http)
    assert status == 503
    assert "is a superuser" in told["problems"][0]


async def test_a_new_reading_of_the_lag_does_not_take_the_answer_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """One caller may wait for an answer that has just arrived when another starts a new reading."""
    asked = replica.Replica(Database("postgresql://nobody@127.0.0.1:1/nowhere"))
    others: list[asyncio.Task[float]] = []

    async def ask() -> float:
        await asyncio.sleep(0.01)
        if not others:
            others.append(asyncio.create_task(asked.lag()))
        return 0.5

    monkeypatch.setattr(replica, "ASKED_EVERY", 0.0)
    monkeypatch.setattr(asked, "ask", ask)
    assert await asked.lag() == await others[0] == 0.5
