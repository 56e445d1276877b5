"""Operations that take too long, or whose client has gone, end in the server and in PostgreSQL."""

import asyncio
from typing import Any
from uuid import uuid4

import asyncpg
import httpx2
import pytest

from server.settings.settings import Settings
from server.stores.connections import open_database
from tests.application import ServedApplication, on_port
from tests.models.connections import as_superuser
from tests.models.locked_table import locked, until_waiting
from tests.server.http.subscriber import answer_to, greeted, init_connection, socket, subscribe
from tests.services import PostgresService

pytestmark = pytest.mark.own_database

PAGE = "{ tasks { nodes { id } } }"
CREATE = 'mutation { createTask(input: {prompt: "a fox"}) { task { id } } }'


def code(answer: Any) -> str:
    [error] = answer["errors"]
    assert "EXECUTION_TIMEOUT" in error["message"]
    return str(error["extensions"]["code"])


@pytest.mark.slow
async def test_an_operation_that_takes_too_long_is_cancelled(settings: Settings, postgres: PostgresService) -> None:
    async with (
        on_port(settings, execution_timeout=0.6) as server,
        as_superuser(postgres, settings) as superuser,
        socket(server.address) as connection,
    ):
        user = server.new_client()
        await init_connection(connection, user)
        async with locked(settings):
            for query in (PAGE, CREATE):
                assert code(await user.post(query)) == "QUERY_TOO_COSTLY"
            message = await answer_to(connection, PAGE)
            assert (message["type"], message["id"]) == ("error", "1")
            assert code({"errors": message["payload"]}) == "QUERY_TOO_COSTLY"
            await until_waiting(superuser, settings, 0)
        assert (await user.data(PAGE))["tasks"] == {"nodes": []}
        assert await user.task("createTask", prompt="a fox")


async def test_a_statement_is_limited_by_postgresql_itself(settings: Settings) -> None:
    with pytest.raises(asyncpg.QueryCanceledError, match="statement timeout"):
        async with open_database(settings, statement_timeout=0.3) as database, database.transaction(uuid4()) as one:
            await one.connection.fetch("SELECT pg_sleep(60)")


@pytest.mark.slow
@pytest.mark.parametrize("query", [PAGE, CREATE])
async def test_an_operation_whose_client_left_is_cancelled(
    settings: Settings, postgres: PostgresService, query: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with on_port(settings) as server, as_superuser(postgres, settings) as superuser:
        async with locked(settings):
            await leave(server, superuser, settings, query)
            await until_waiting(superuser, settings, 0)
        assert (await server.new_client().data(PAGE))["tasks"] == {"nodes": []}
    assert [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}] == []


async def leave(server: ServedApplication, superuser: asyncpg.Connection, settings: Settings, query: str) -> None:
    """Send a request, and disconnect while its statement waits for the lock."""
    user = server.new_client()
    async with httpx2.AsyncClient(base_url=server.url) as http:
        asking = asyncio.create_task(http.post("/graphql", json={"query": query}, headers=user.headers))
        await until_waiting(superuser, settings, 1)
        asking.cancel()
        await asyncio.wait([asking])


async def test_an_operation_ends_with_its_socket(settings: Settings, postgres: PostgresService) -> None:
    async with on_port(settings) as server, as_superuser(postgres, settings) as superuser, locked(settings):
        async with greeted(server.address, server.new_client()) as connection:
            await subscribe(connection, "1", PAGE)
            await until_waiting(superuser, settings, 1)
        await until_waiting(superuser, settings, 0)
