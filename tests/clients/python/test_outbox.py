"""A task arrives once, even if the client, the server or the connection dies."""

import asyncio
import os
import sqlite3
import sys
from asyncio import StreamReader, StreamWriter
from pathlib import Path

import asyncpg
import pytest
from task_record import TaskRecord, errors

from server.settings.settings import Settings
from tests.api import Client
from tests.application import ServedApplication
from tests.clients.losing import JOBS, prompts_after_kills
from tests.clients.python.conftest import Connect, history
from tests.docs.examples import ROOT
from tests.local_server import LocalServer
from tests.pictures import picture

FOX = picture(seed=1)
PATIENCE = 30.0


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
    """Accepts requests, and does not answer."""

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
    async def start(url: str, service: Client, user: Client) -> asyncio.subprocess.Process:
        return await started(url, service, tmp_path, "a", JOBS, f"user={user.id}", "flush")

    prompts = await prompts_after_kills(settings, tmp_path, database, start)
    assert prompts == sorted(f"fox a {job}" for job in range(JOBS))
    tr = TaskRecord("http://127.0.0.1:9/graphql", token="x", outbox=tmp_path / "outbox.sqlite")
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
async def test_tasks_are_sent_at_exit(server: ServedApplication, user: Client, tmp_path: Path, outbox: str) -> None:
    assert await ended(await started(f"{server.url}/graphql", user, tmp_path, "a", 3, outbox)) == 0
    assert {task["status"] for task in await history(user)} == {"COMPLETED"}


@pytest.mark.slow
async def test_a_silent_server_delays_no_exit_and_the_next_start_sends_the_outbox(
    connect: Connect, user: Client, tmp_path: Path
) -> None:
    async with Silent() as server, asyncio.timeout(20):
        assert await ended(await started(server.url, user, tmp_path, "a", 3)) == 0
    assert await history(user) == []
    tr = connect(user)
    assert tr.outbox.waiting() == 6
    assert await asyncio.to_thread(tr.flush, 10)
    assert [task["status"] for task in await history(user)] == ["COMPLETED"] * 3


@pytest.mark.slow
async def test_a_forked_process_records(server: ServedApplication, user: Client, tmp_path: Path) -> None:
    """Servers such as Gunicorn fork after the program is loaded."""
    assert await ended(await started(f"{server.url}/graphql", user, tmp_path, "a", 3, "flush", "fork")) == 0
    assert {task["prompt"] for task in await history(user)} == {"fox parent 0", "fox a 0", "fox a 1", "fox a 2"}
    assert {task["status"] for task in await history(user)} == {"COMPLETED"}


async def test_an_outbox_that_cannot_be_written_stops_no_generation(
    connect: Connect, user: Client, caplog: pytest.LogCaptureFixture
) -> None:
    tr = connect(user)
    with sqlite3.connect(tr.outbox.path) as database:
        database.execute("CREATE TRIGGER full BEFORE INSERT ON items BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    database.close()

    def work() -> None:
        with tr.record("A fox") as task:
            task.add(FOX)

    await asyncio.to_thread(work)
    assert "is not recorded: disk full" in caplog.text


@pytest.mark.slow
async def test_without_an_outbox_the_client_waits_for_the_server(user: Client) -> None:
    def work(url: str) -> None:
        tr = TaskRecord(url, token=user.token, patience=0.2)
        with tr.record("A fox") as task:
            task.add(FOX)
        with pytest.raises(errors.NoAnswer), tr.record("A wolf", strict=True):
            raise AssertionError("it must not be entered")
        assert tr.outbox.waiting() == 3  # the wolf is given up
        tr.close(timeout=0)

    async with Silent() as server:
        await asyncio.to_thread(work, server.url)
