"""The same key generates, and pays, once: in one process, in several, and after a crash."""

import asyncio
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from task_record import AsyncTaskRecord, Recording, TaskRecord, errors, task_id

from tests.api import Client
from tests.application import ServedApplication
from tests.clients.python.animals import FOX, sha256
from tests.clients.python.conftest import Connect, history
from tests.docs.examples import ROOT

PROGRAM = """
import sys, time
from pathlib import Path
from task_record import TaskRecord

url, token, directory = sys.argv[1:]

def paint(task):
    with (Path(directory) / "paid").open("a") as paid:
        paid.write("1")
    time.sleep(0.2)
    task.add(str(Path(directory) / "fox.png"))

with TaskRecord(url, token=token, outbox=Path(directory) / "outbox.sqlite") as tr:
    found = tr.generate("A fox", paint, key="job 8")
    assert tr.flush(20)
"""


@pytest.mark.parametrize("is_durable", [True, False])
async def test_a_key_generates_once(connect: Connect, user: Client, is_durable: bool) -> None:
    tr = connect(user, **({} if is_durable else {"outbox": None}))
    paid: list[str] = []

    def paint(task: Recording) -> None:
        paid.append(task.id)
        task.add(FOX)

    def work(minutes: int) -> Any:
        deadline = datetime.now(UTC) + timedelta(minutes=minutes)
        return tr.generate("A fox", paint, key="job 8", deadline=deadline)

    await asyncio.gather(*(asyncio.to_thread(work, minutes) for minutes in range(5, 9)))
    assert await asyncio.to_thread(tr.flush, 10)
    found = await asyncio.to_thread(work, 10)
    assert paid == [task_id("job 8", user.id)] == [found.id]
    assert found.status.value == "COMPLETED"
    assert tr.outbox.refused() == []
    [task] = await history(user)
    assert task["images"] == sha256(FOX)


async def test_a_key_that_failed_generates_nothing(connect: Connect, user: Client) -> None:
    tr = connect(user)
    paid: list[str] = []

    def paint(task: Recording) -> None:
        paid.append(task.id)
        raise ZeroDivisionError

    def work() -> None:
        with pytest.raises(ZeroDivisionError):
            tr.generate("A fox", paint, key="job 8")
        assert tr.flush(10)
        with pytest.raises(errors.Conflict, match="Include the attempt in the key"):
            tr.generate("A fox", paint, key="job 8")

    await asyncio.to_thread(work)
    assert len(paid) == 1


async def test_asyncio(server: ServedApplication, user: Client, tmp_path: Path) -> None:
    paid: list[str] = []

    async def paint(task: Recording) -> None:
        paid.append(task.id)
        await asyncio.sleep(0)
        task.add(FOX)

    async with AsyncTaskRecord(f"{server.url}/graphql", token=user.token, outbox=tmp_path / "outbox.sqlite") as tr:
        await asyncio.gather(*(tr.generate("A fox", paint, key="job 8") for _ in range(4)))
        assert await tr.flush(10)
        found = await tr.generate("A fox", paint, key="job 8")
    assert len(paid) == 1
    assert found
    assert found.status.value == "COMPLETED"


async def test_two_processes_generate_once(server: ServedApplication, user: Client, tmp_path: Path) -> None:
    (tmp_path / "fox.png").write_bytes(FOX)
    command = [sys.executable, "-c", PROGRAM, f"{server.url}/graphql", user.token, str(tmp_path)]
    environment = {"PYTHONPATH": str(ROOT / "clients" / "python")}
    processes = [
        await asyncio.create_subprocess_exec(*command, env=environment, stderr=subprocess.PIPE) for _ in range(3)
    ]
    assert [(await one.communicate())[1] for one in processes] == [b""] * 3
    assert (tmp_path / "paid").read_text() == "1"
    assert [task["images"] for task in await history(user)] == [sha256(FOX)]


async def test_a_job_that_ended_before_it_was_sent_is_not_generated_again(
    connect: Connect, user: Client, server: ServedApplication
) -> None:
    """The server is down at the first call, and for a while at the second, of another client."""
    down = connect(user, url="http://127.0.0.1:9/graphql", patience=0.1)
    paid: list[str] = []

    def paint(task: Recording) -> None:
        paid.append(task.id)
        task.add(FOX)

    def work() -> TaskRecord:
        assert down.generate("A fox", paint, key="job 8") is None
        assert down.generate("A fox", paint, key="job 8") is None
        down.close(0)
        tr = connect(user)
        tr.generate("A fox", paint, key="job 8")
        assert tr.flush(10)
        return tr

    await asyncio.to_thread(work)
    assert len(paid) == 1
    assert [task["status"] for task in await history(user)] == ["COMPLETED"]
