"""`/healthz` and `/readyz`, which anyone may call as often as they like."""

import asyncio

import asyncpg
import httpx2
import pytest

from server import readiness
from server.settings.settings import Settings
from tests.application import in_process
from tests.faults.proxy import storage_behind
from tests.models.connections import as_superuser
from tests.models.locked_table import locked, until_waiting
from tests.server.operations.readiness import READY, answer
from tests.services import PostgresService

pytestmark = pytest.mark.own_database


@pytest.mark.slow
async def test_many_requests_share_one_check(
    settings: Settings, http: httpx2.AsyncClient, postgres: PostgresService
) -> None:
    async with as_superuser(postgres, settings) as superuser:
        async with locked(settings):
            asking = [asyncio.create_task(answer(http)) for _ in range(50)]
            await until_waiting(superuser, settings, 1)
            await asyncio.sleep(0.3)
            await until_waiting(superuser, settings, 1)
            assert (await http.get("/healthz")).text.splitlines()[0] == "ok"
            asking[0].cancel()  # the others still wait
        assert [await one for one in asking[1:]] == [READY] * 49


async def test_a_check_ends_with_the_server(settings: Settings) -> None:
    """Otherwise its connections would not be closed."""
    async with storage_behind(settings) as (proxy, changed):
        proxy.silent = True
        async with in_process(changed) as application:
            asking = asyncio.create_task(application.http.get("/readyz"))
            await proxy.asked.wait()
            asking.cancel()
            await asyncio.wait([asking])
        assert [task for task in asyncio.all_tasks() if "Check." in repr(task)] == []


@pytest.mark.slow
async def test_a_result_is_reused_for_a_while(
    settings: Settings, database: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "REUSED_FOR", 0.5)
    async with in_process(settings) as application:
        assert await answer(application.http) == READY
        await database.execute("ALTER TABLE user_task_history DISABLE ROW LEVEL SECURITY")
        assert await answer(application.http) == READY
        await asyncio.sleep(0.5)
        status, told = await answer(application.http)
        assert status == 503
        assert "user_task_history" in told["problems"][0]


@pytest.mark.parametrize("path", ["/graphql/", "/healthz/", "/readyz/"])
async def test_nobody_is_redirected_to_another_host(http: httpx2.AsyncClient, path: str) -> None:
    response = await http.get(path, headers={"Host": "evil.example"})
    assert response.status_code == 404
    assert "Location" not in response.headers
    assert "evil.example" not in response.text
