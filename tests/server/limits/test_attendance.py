"""What takes too long, and what nobody waits for any more, is ended: here and in PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import asyncpg
import httpx2
import pytest

from server.connections import open_database
from server.settings.settings import Settings
from tests.models.connections import as_superuser, database_name
from tests.server.http.subscriber import greet, hear, say, socket
from tests.server.running import RunningServer, running
from tests.services import PostgresService

PAGE = "{ tasks { nodes { id } } }"
CREATE = 'mutation { createTask(input: {prompt: "a fox"}) { task { id } } }'
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = $1 AND wait_event_type = 'Lock'"
PATIENCE = 15.0


@asynccontextmanager
async def locked(settings: Settings) -> AsyncIterator[None]:
    """The tasks' table, for nobody else to read or write."""
    owner = await asyncpg.connect(settings.database_owner_url.get_secret_value())
    async with owner.transaction():
        await owner.execute("LOCK TABLE user_task_history IN ACCESS EXCLUSIVE MODE")
        yield
    await owner.close()


async def until_waiting(superuser: asyncpg.Connection, settings: Settings, count: int) -> None:
    """Until as many statements wait for that lock."""
    async with asyncio.timeout(PATIENCE):
        while await superuser.fetchval(WAITING, database_name(settings)) != count:  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.02)


def code(answer: Any) -> str:
    [error] = answer["errors"]
    assert "EXECUTION_TIMEOUT" in error["message"]
    return str(error["extensions"]["code"])


@pytest.mark.parametrize("query", [PAGE, CREATE])
async def test_what_takes_too_long_is_ended(settings: Settings, postgres: PostgresService, query: str) -> None:
    async with (
        running(settings.model_copy(update={"execution_timeout": 0.6})) as server,
        as_superuser(postgres, settings) as superuser,
    ):
        user = server.new_client()
        async with locked(settings):
            response = await server.http.post("/graphql", json={"query": query}, headers=user.headers)
            assert (response.status_code, code(response.json())) == (200, "QUERY_TOO_COSTLY")
            await until_waiting(superuser, settings, 0)
        assert (await user.data(PAGE))["tasks"] == {"nodes": []}
        assert await user.task("createTask", prompt="a fox")


async def test_what_takes_too_long_over_a_socket_is_ended(settings: Settings, postgres: PostgresService) -> None:
    async with (
        running(settings.model_copy(update={"execution_timeout": 0.6})) as server,
        as_superuser(postgres, settings) as superuser,
        socket(server.address) as connection,
    ):
        await greet(connection, server.new_client())
        async with locked(settings):
            await say(connection, "subscribe", id="1", payload={"query": PAGE})
            message = await hear(connection)
            assert (message["type"], message["id"]) == ("error", "1")
            assert code({"errors": message["payload"]}) == "QUERY_TOO_COSTLY"
            await until_waiting(superuser, settings, 0)


async def test_a_statement_is_limited_by_postgresql_itself(settings: Settings) -> None:
    with pytest.raises(asyncpg.QueryCanceledError, match="statement timeout"):
        async with open_database(settings, statement_timeout=0.3) as database, database.transaction(uuid4()) as one:
            await one.connection.fetch("SELECT pg_sleep(60)")


@pytest.mark.parametrize("query", [PAGE, CREATE])
async def test_what_nobody_waits_for_is_ended(
    settings: Settings, postgres: PostgresService, query: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(settings) as server, as_superuser(postgres, settings) as superuser:
        async with locked(settings):
            await leave(server, superuser, settings, query)
            await until_waiting(superuser, settings, 0)
        assert (await server.new_client().data(PAGE))["tasks"] == {"nodes": []}
    assert [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}] == []


async def leave(server: RunningServer, superuser: asyncpg.Connection, settings: Settings, query: str) -> None:
    """Ask, and hang up while the statement waits."""
    user = server.new_client()
    async with httpx2.AsyncClient(base_url=f"http://{server.address}") as http:
        asking = asyncio.create_task(http.post("/graphql", json={"query": query}, headers=user.headers))
        await until_waiting(superuser, settings, 1)
        asking.cancel()
        await asyncio.wait([asking])


async def test_an_operation_ends_with_its_socket(settings: Settings, postgres: PostgresService) -> None:
    async with running(settings) as server, as_superuser(postgres, settings) as superuser, locked(settings):
        async with socket(server.address) as connection:
            await greet(connection, server.new_client())
            await say(connection, "subscribe", id="1", payload={"query": PAGE})
            await until_waiting(superuser, settings, 1)
        await until_waiting(superuser, settings, 0)
