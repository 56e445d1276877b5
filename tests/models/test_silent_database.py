"""A PostgreSQL that does not answer is distinguished from a slow one."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import SecretStr

from server.settings.settings import Settings
from tests.api import Client
from tests.application import Application, in_process
from tests.faults.proxy import Proxy
from tests.models.connections import as_owner, as_superuser, database_name
from tests.models.locked_table import locked
from tests.server.observation.scraping import scrape
from tests.services import PostgresService

LIMIT = 5.0
"""EXECUTION_TIMEOUT in seconds."""
PAGE = "query Page { tasks(first: 1) { nodes { id } } }"
CREATE = 'mutation Create { createTask(input: {prompt: "A fox"}) { task { id } } }'
CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE datname = $1 AND usename = 'task_record_app'"

pytestmark = pytest.mark.own_database


@asynccontextmanager
async def behind_proxy(settings: Settings) -> AsyncIterator[tuple[Proxy, Application]]:
    """Run an application that reaches PostgreSQL through a proxy."""
    url = urlsplit(settings.database_url.get_secret_value())
    [directory] = parse_qs(url.query)["host"]
    async with Proxy(lambda: asyncio.open_unix_connection(f"{directory}/.s.PGSQL.5432")) as proxy:
        there = url._replace(netloc=f"{url.netloc.rpartition('@')[0]}@127.0.0.1:{proxy.port}", query="").geturl()
        urls = {"database_url": SecretStr(there), "database_listen_url": SecretStr(there)}
        async with in_process(settings, **urls, execution_timeout=LIMIT) as application:
            yield proxy, application


async def failure(user: Client, asked: str) -> tuple[str, float]:
    """Return the code of the only error, and the seconds until it came."""
    began = time.monotonic()
    error = await user.error(asked)
    return error["extensions"]["code"], time.monotonic() - began


async def until_answered(user: Client) -> float:
    """Wait until the user's page is answered, and return the seconds that it took."""
    began = time.monotonic()
    async with asyncio.timeout(30):
        while "errors" in await user.post(PAGE):  # noqa: ASYNC110 - PostgreSQL answers when it does
            await asyncio.sleep(0.1)
    return time.monotonic() - began


@pytest.mark.slow
async def test_a_database_that_does_not_answer_is_unavailable(
    settings: Settings, postgres: PostgresService, caplog: pytest.LogCaptureFixture
) -> None:
    async with behind_proxy(settings) as (proxy, application), as_superuser(postgres, settings) as superuser:
        users = [application.new_client() for _ in range(8)]
        for user in users:
            await user.data(PAGE)
        before = await scrape(application.http)
        proxy.silent = True
        answers = await asyncio.gather(*(failure(user, asked) for user in users for asked in (PAGE, CREATE)))
        assert {code for code, _ in answers} == {"UNAVAILABLE"}
        assert max(seconds for _, seconds in answers) < LIMIT - 0.5
        again = await asyncio.gather(*(failure(user, CREATE) for user in users))
        assert {code for code, _ in again} == {"UNAVAILABLE"}
        assert max(seconds for _, seconds in again) < 1
        after = await scrape(application.http)
        for operation, failed in (("Page", 8), ("Create", 16)):
            for outcome, expected in (("failed", failed), ("refused", 0)):
                labels = {"operation": operation, "outcome": outcome}
                assert after.added(before, "task_record_requests_total", **labels) == expected
        assert f"PostgreSQL (127.0.0.1:{proxy.port}/{database_name(settings)}) does not answer" in caplog.text
        proxy.silent = False
        assert await until_answered(users[0]) < 10
        assert "answers again" in caplog.text
        async with asyncio.timeout(20):
            while await superuser.fetchval(CONNECTIONS, database_name(settings)) > 20:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        for user in users:
            assert (await user.data(CREATE))["createTask"]["task"]["id"]
        in_use = (await scrape(application.http)).value("task_record_connections_in_use")
        assert in_use <= 2  # the worker's, perhaps


@pytest.mark.slow
async def test_a_slow_statement_of_a_database_that_answers_is_too_costly(settings: Settings) -> None:
    async with behind_proxy(settings) as (_, application):
        user = application.new_client()
        await user.data(PAGE)
        async with locked(settings):
            code, seconds = await failure(user, PAGE)
            assert code == "QUERY_TOO_COSTLY"
            assert seconds > LIMIT - 0.1
            assert "errors" not in await user.post("{ viewer { id } }")
        assert "errors" not in await user.post(PAGE)


@pytest.mark.slow
async def test_a_statement_that_postgresql_has_ended_is_too_costly(settings: Settings) -> None:
    async with as_owner(settings) as owner:
        await owner.execute(f"ALTER DATABASE \"{database_name(settings)}\" SET statement_timeout = '500ms'")
    async with in_process(
        settings, execution_timeout=60.0, database_listen_url=SecretStr(settings.owner_urls[0])
    ) as application:
        user = application.new_client()
        async with locked(settings):
            assert (await failure(user, PAGE))[0] == "QUERY_TOO_COSTLY"


@pytest.mark.slow
async def test_a_connection_lost_without_notice_is_replaced(settings: Settings) -> None:
    """As by a firewall that has forgotten it: PostgreSQL answers others, and is not at work on what it was asked."""
    async with behind_proxy(settings) as (proxy, application):
        user = application.new_client()
        await user.data(PAGE)
        for asked in (PAGE, CREATE):
            proxy.strand()
            began = time.monotonic()
            answer = await user.post(asked)
            assert time.monotonic() - began < LIMIT - 0.5
            assert {error["extensions"]["code"] for error in answer.get("errors", ())} <= {"UNAVAILABLE"}
            assert "errors" not in await user.post(asked)


HANGS = """
CREATE FUNCTION hang() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); RETURN NULL; END';
CREATE CONSTRAINT TRIGGER hang AFTER UPDATE ON user_task_history DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION hang()
"""


@asynccontextmanager
async def without_standby(settings: Settings, postgres: PostgresService) -> AsyncIterator[None]:
    """Have commits in this database wait for a standby that there is not."""
    async with as_superuser(postgres, settings) as superuser:
        try:
            for change in ("synchronous_commit = local", "synchronous_standby_names = nobody"):
                await superuser.execute(f"ALTER SYSTEM SET {change}")
            await superuser.execute(f"ALTER DATABASE {database_name(settings)} SET synchronous_commit = on")
            await superuser.execute("SELECT pg_reload_conf()")
            yield
        finally:
            for setting in ("synchronous_standby_names", "synchronous_commit"):
                await superuser.execute(f"ALTER SYSTEM RESET {setting}")
            await superuser.execute("SELECT pg_reload_conf()")


@pytest.mark.slow
async def test_a_commit_that_hangs_is_unavailable(settings: Settings, postgres: PostgresService) -> None:
    """As on a disk that does not answer, where everything but COMMIT works; and where the standby does not answer."""
    async with as_owner(settings) as owner, in_process(settings, execution_timeout=LIMIT) as application:
        user = application.new_client()
        task = await user.task("createTask", prompt="A fox")
        await owner.execute(HANGS)
        start = f'mutation {{ startTask(input: {{id: "{task["id"]}"}}) {{ task {{ id }} }} }}'
        code, seconds = await failure(user, start)
        assert (code, seconds < LIMIT - 0.5) == ("UNAVAILABLE", True)
        assert "errors" not in await user.post(PAGE)
    async with without_standby(settings, postgres), in_process(settings, execution_timeout=LIMIT) as application:
        user = application.new_client()
        code, seconds = await failure(user, CREATE)
        assert (code, seconds < LIMIT - 0.5) == ("UNAVAILABLE", True)
        assert "errors" not in await user.post(PAGE)
