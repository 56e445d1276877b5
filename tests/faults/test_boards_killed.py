"""
The counts of boards are exact though servers are killed while members write: only acknowledged writes count.

`TASK_RECORD_KILLS=100 ./run test tests/faults/test_boards_killed.py -n 0 -s --all` kills 100 times; `TASK_RECORD_SEED`
repeats a run.
"""

import asyncio
import os
import secrets
from dataclasses import dataclass
from random import Random
from typing import Any

import asyncpg
import httpx2
import pytest

from server.settings.settings import Settings
from tests.api import Client
from tests.application import Application, own_process
from tests.models.statistics.drift import drift
from tests.resolvers.boards.boards import join, new_board
from tests.resolvers.boards.writer import Writer, agree

KILLS = int(os.environ.get("TASK_RECORD_KILLS", "3"))


@dataclass
class Front:
    """Leads to the server that runs now, as a load balancer does."""

    http: httpx2.AsyncClient
    repeated: int = 0


@dataclass
class PersistentClient(Client):
    """A client that repeats what was not answered."""

    front: Front | None = None

    async def post(self, query: str, **variables: Any) -> dict[str, Any]:
        assert self.front
        while True:
            self.http = self.front.http
            try:
                return await super().post(query, **variables)
            except httpx2.TransportError:
                self.front.repeated += 1


@pytest.mark.slow
@pytest.mark.own_database
async def test_members_write_while_servers_are_killed(
    settings: Settings, application: Application, database: asyncpg.Connection
) -> None:
    seed = int(os.environ.get("TASK_RECORD_SEED", secrets.randbelow(10**6)))
    print(f"TASK_RECORD_SEED={seed}")
    random, front, stop = Random(seed), Front(application.http), asyncio.Event()
    service, *users = (
        PersistentClient(front.http, role=role, front=front) for role in ("service", "user", "user", "user")
    )
    boards = [await new_board(users[0], name) for name in ("Foxes", "Owls")]
    for board in boards:
        for one in users[1:]:
            await join(users[0], board, one, "CONTRIBUTOR")
    writers = [Writer(user, service, boards, seed + number) for number, user in enumerate(users)]

    async def write(writer: Writer) -> None:
        while not stop.is_set():
            await writer.step()

    async with asyncio.TaskGroup() as writing:
        for writer in writers:
            writing.create_task(write(writer))
        for _ in range(KILLS):
            async with own_process(settings) as server:
                front.http = server.http
                await asyncio.sleep(random.uniform(0.1, 0.5))
                server.process.kill()
                await server.exit_status()
                front.http = application.http
        stop.set()
    print(f"{sum(len(writer.used) for writer in writers)} tasks, {front.repeated} calls repeated")
    assert front.repeated
    for board in boards:
        await agree(users[0], board, writers)
    assert await drift(database) == []
