"""A client records jobs while every third answer is lost, the client is killed six times and the server twice."""

import asyncio
import os
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random
from uuid import uuid4

import asyncpg

from server.settings.settings import Settings
from tests.api import Client
from tests.application import own_process
from tests.faults.proxy import Proxy
from tests.resolvers.credits.ledger import PLANS, balance, give

KILLS = 6
JOBS = int(os.environ.get("TASK_RECORD_JOBS", "60"))
Start = Callable[[str, Client, Client], Awaitable[Process]]
"""Starts the program: with the address, a client of the role SERVICE, and the user whose tasks it records."""


class Losing(Proxy):
    """Loses every third answer: its connection ends instead."""

    answers = 0

    async def pump(self, reader: StreamReader, writer: StreamWriter, asker: StreamWriter | None) -> None:
        if asker:
            return await super().pump(reader, writer, asker)
        while chunk := await reader.read(65536):
            self.answers += 1
            if self.answers % 3 == 0:
                return None
            writer.write(chunk)
            await writer.drain()
        return None


async def prompts_after_kills(
    settings: Settings, directory: Path, database: asyncpg.Connection, start: Start
) -> list[str]:
    """Return the prompts that are recorded in the end, sorted. Each task costs 3 credits of 4."""
    plans = directory / "plans.toml"
    plans.write_text(PLANS)
    random = Random(1)
    at = ""
    user_id = uuid4()
    async with Losing(lambda: asyncio.open_connection(*at.split(":"))) as proxy:
        url = f"http://127.0.0.1:{proxy.port}/graphql"
        for server_life in range(3):
            async with own_process(settings, PLANS_FILE=str(plans)) as server:
                at = server.address
                user = Client(server.http, user_id, plan="priced")
                service = server.new_client(role="service", plan="priced")
                if server_life == 0:
                    await give(service, user, 4 * JOBS)
                for _ in range(KILLS // 2 if server_life < 2 else 0):
                    await kill_after(proxy, random.randint(5, 15), await start(url, service, user))
                if server_life == 2:
                    process = await start(url, service, user)
                    assert await asyncio.wait_for(process.wait(), JOBS * 0.5) == 0
                    assert await balance(user) == (JOBS, 0)
    assert proxy.answers > JOBS
    found = await database.fetch(
        "SELECT prompt, status, credits_deducted FROM user_task_history WHERE user_id = $1", user_id
    )
    assert {(row["status"], row["credits_deducted"]) for row in found} == {("completed", 3)}
    return sorted(row["prompt"] for row in found)


async def kill_after(proxy: Losing, answers: int, process: Process) -> None:
    until = proxy.answers + answers
    async with asyncio.timeout(30):
        while proxy.answers < until:  # noqa: ASYNC110 - the proxy has no event for it
            await asyncio.sleep(0.005)
    process.kill()
    await process.wait()
