"""What is recorded arrives once, even if something dies: the client, the server, or the answer on its way."""

import asyncio
import os
from pathlib import Path
from random import Random
from uuid import uuid4

import asyncpg
import pytest

from server.settings.settings import Settings
from tests.api import Client
from tests.application import own_process
from tests.clients.losing import Losing
from tests.clients.node import started
from tests.clients.python.animals import FOX
from tests.clients.typescript.conftest import SOURCES
from tests.resolvers.credits.ledger import PLANS, balance, give

KILLS = 6
JOBS = int(os.environ.get("TASK_RECORD_JOBS", "80"))


@pytest.mark.slow
async def test_nothing_is_lost_or_recorded_twice(
    settings: Settings, tmp_path: Path, database: asyncpg.Connection
) -> None:
    """80 tasks, while every third answer is lost, the client is killed six times and the server twice."""
    (tmp_path / "plans.toml").write_text(PLANS)
    (tmp_path / "fox.png").write_bytes(FOX)
    (tmp_path / "done").write_text("")
    random = Random(1)
    at = ""
    user_id = uuid4()
    script = str(Path(__file__).parent / "product.mjs")
    async with Losing(lambda: asyncio.open_connection(*at.split(":"))) as proxy:
        url = f"http://127.0.0.1:{proxy.port}/graphql"
        for server_life in range(3):
            async with own_process(settings, PLANS_FILE=str(tmp_path / "plans.toml")) as server:
                at = server.address
                user = Client(server.http, user_id, plan="priced")
                service = server.new_client(role="service", plan="priced")
                if server_life == 0:
                    await give(service, user, 4 * JOBS)
                arguments = (str(SOURCES / "index.ts"), url, service.token, str(tmp_path), str(user_id), str(JOBS))
                for _ in range(KILLS // 2 if server_life < 2 else 0):
                    process = await started(script, *arguments)
                    until = proxy.answers + random.randint(5, 25)
                    async with asyncio.timeout(30):
                        while proxy.answers < until:  # noqa: ASYNC110 - the proxy tells nobody
                            await asyncio.sleep(0.005)
                    process.kill()
                    await process.wait()
                if server_life == 2:
                    process = await started(script, *arguments)
                    assert await asyncio.wait_for(process.wait(), JOBS * 0.5) == 0
                    assert await balance(user) == (JOBS, 0)
    assert proxy.answers > JOBS
    found = await database.fetch(
        "SELECT prompt, status, credits_deducted FROM user_task_history WHERE user_id = $1", user_id
    )
    assert sorted(row["prompt"] for row in found) == sorted(f"fox {job}" for job in range(JOBS))
    assert {(row["status"], row["credits_deducted"]) for row in found} == {("completed", 3)}
