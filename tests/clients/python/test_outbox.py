"""What is recorded arrives once, even if something dies: the client, the server, or the answer on its way."""

import asyncio
import os
import sqlite3
import statistics
import sys
import time
from asyncio import StreamReader, StreamWriter
from pathlib import Path
from random import Random
from uuid import uuid4

import asyncpg
import pytest
from task_record import TaskRecord, errors

from server.settings.settings import Settings
from tests.api import Client
from tests.application import ServedApplication, own_process
from tests.clients.losing import Losing
from tests.clients.python.conftest import Connect, InThread, history
from tests.docs.examples import ROOT
from tests.local_server import LocalServer
from tests.pictures import picture
from tests.resolvers.credits.ledger import PLANS, balance, give

FOX = picture(seed=1)
PATIENCE = 30.0
KILLS = 6
JOBS = int(os.environ.get("TASK_RECORD_JOBS", "60"))


async def started(url: str, user: Client, directory: Path, *more: object) -> asyncio.subprocess.Process:
    (directory / "fox.png").write_bytes(FOX)
    path = os.pathsep.join([str(ROOT), str(ROOT / "clients" / "python")])
    arguments = ["-W", "error", "-m", "tests.clients.python.product", url, user.token, directory, *more]
    return await asyncio.create_subprocess_exec(
        sys.executable, *map(str, arguments), cwd=ROOT, env={**os.environ, "PYTHONPATH": path}
    )


async def ended(process: asyncio.subprocess.Process, patience: float = PATIENCE) -> int:
    return await asyncio.wait_for(process.wait(), patience)


class Silent(LocalServer):
    """Takes requests, and does not answer."""

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        try:
            await reader.read()
        finally:
            writer.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/graphql"


@pytest.mark.slow
async def test_nothing_is_lost_or_recorded_twice(
    settings: Settings, tmp_path: Path, database: asyncpg.Connection
) -> None:
    """60 tasks, while every third answer is lost, the client is killed six times and the server twice."""
    plans = tmp_path / "plans.toml"
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
                arguments = ("a", JOBS, f"user={user_id}", "flush")
                for _ in range(KILLS // 2 if server_life < 2 else 0):
                    process = await started(url, service, tmp_path, *arguments)
                    until = proxy.answers + random.randint(5, 15)
                    async with asyncio.timeout(PATIENCE):
                        while proxy.answers < until:  # noqa: ASYNC110 - the proxy tells nobody
                            await asyncio.sleep(0.005)
                    process.kill()
                    await process.wait()
                if server_life == 2:
                    process = await started(url, service, tmp_path, *arguments)
                    assert await ended(process, JOBS * 0.3) == 0
                    assert await balance(user) == (JOBS, 0)
    assert proxy.answers > 2 * JOBS
    found = await database.fetch(
        "SELECT prompt, status, credits_deducted FROM user_task_history WHERE user_id = $1", user_id
    )
    assert sorted(row["prompt"] for row in found) == sorted(f"fox a {job}" for job in range(JOBS))
    assert {(row["status"], row["credits_deducted"]) for row in found} == {("completed", 3)}
    tr = TaskRecord(url, token=user.token, outbox=tmp_path / "outbox.sqlite")
    assert tr.outbox.refused() == []
    tr.close()


@pytest.mark.slow
async def test_several_processes_share_an_outbox(server: ServedApplication, user: Client, tmp_path: Path) -> None:
    url = f"{server.url}/graphql"
    processes = [await started(url, user, tmp_path, name, 10, "flush") for name in "abc"]
    assert [await ended(process) for process in processes] == [0, 0, 0]
    prompts = [task["prompt"] for task in reversed(await history(user))]
    assert len(prompts) == 30
    for name in "abc":
        of_one = [prompt for prompt in prompts if prompt.startswith(f"fox {name}")]
        assert of_one == [f"fox {name} {job}" for job in range(10)]


@pytest.mark.slow
@pytest.mark.parametrize("outbox", ["memory", "file"])
async def test_what_waits_is_sent_at_exit(server: ServedApplication, user: Client, tmp_path: Path, outbox: str) -> None:
    assert await ended(await started(f"{server.url}/graphql", user, tmp_path, "a", 3, outbox)) == 0
    assert {task["status"] for task in await history(user)} == {"COMPLETED"}


@pytest.mark.slow
async def test_a_server_that_does_not_answer_holds_up_no_exit(user: Client, tmp_path: Path) -> None:
    async with Silent() as server, asyncio.timeout(20):
        assert await ended(await started(server.url, user, tmp_path, "a", 3)) == 0
    with sqlite3.connect(tmp_path / "outbox.sqlite") as kept:
        assert kept.execute("SELECT count(*) FROM items").fetchone() == (6,)
    kept.close()


@pytest.mark.slow
async def test_the_next_start_sends_what_was_left(connect: Connect, user: Client, in_thread: InThread) -> None:
    def work() -> None:
        tr = connect(user, url="http://127.0.0.1:9/graphql")
        with tr.record("A fox") as task:
            task.add(FOX)
        assert not tr.flush(timeout=0.1)
        tr.close(timeout=0)
        assert connect(user).flush(timeout=10)

    await in_thread(work)
    assert [task["status"] for task in await history(user)] == ["COMPLETED"]


@pytest.mark.slow
async def test_a_forked_process_records(server: ServedApplication, user: Client, tmp_path: Path) -> None:
    """Servers such as Gunicorn fork after the program is loaded."""
    assert await ended(await started(f"{server.url}/graphql", user, tmp_path, "a", 3, "flush", "fork")) == 0
    assert {task["prompt"] for task in await history(user)} == {"fox parent 0", "fox a 0", "fox a 1", "fox a 2"}
    assert {task["status"] for task in await history(user)} == {"COMPLETED"}


async def test_an_outbox_that_cannot_be_written_stops_no_generation(
    connect: Connect, user: Client, in_thread: InThread, caplog: pytest.LogCaptureFixture
) -> None:
    tr = connect(user)
    with sqlite3.connect(tr.outbox.path) as database:
        database.execute("CREATE TRIGGER full BEFORE INSERT ON items BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    database.close()

    def work() -> None:
        with tr.record("A fox") as task:
            task.add(FOX)

    await in_thread(work)
    assert "is not recorded: disk full" in caplog.text


@pytest.mark.slow
async def test_without_an_outbox_the_server_is_waited_for(user: Client, in_thread: InThread) -> None:
    def work(url: str) -> None:
        tr = TaskRecord(url, token=user.token, patience=0.2)
        with tr.record("A fox") as task:
            task.add(FOX)
        with pytest.raises(errors.NoAnswer), tr.record("A wolf", strict=True):
            raise AssertionError("it must not be entered")
        assert tr.outbox.waiting() == 3  # the wolf is given up
        tr.close(timeout=0)

    async with Silent() as server:
        await in_thread(work, server.url)


async def test_what_it_costs_the_generation(connect: Connect, user: Client, in_thread: InThread) -> None:
    """At most 2 ms of the generating thread, also while the server is away."""
    tr = connect(user, url="http://127.0.0.1:9/graphql")

    def work() -> float:
        took = []
        for _ in range(100):
            begin = time.thread_time()
            with tr.record("A fox", model="gpt-image-1") as task:
                task.add(FOX)
                task.usage(tokens=150, cost="0.12")
            took.append(time.thread_time() - begin)
        tr.close(timeout=0)
        return statistics.median(took)

    assert await in_thread(work) < 0.002
