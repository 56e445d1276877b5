"""`serve --workers N`: worker processes forked from a parent that has imported everything."""

import asyncio
import os
import signal
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile

import httpx2
import pytest

from benchmarks.memory import memory_of
from server.serving import ENDS_WITHIN, METRICS, SHARED_MEMORY, Lifeline, locked, remove_abandoned
from server.settings.settings import Settings
from tests.api import Client
from tests.application import PATIENCE, ApplicationProcess, new_process, own_process
from tests.server.commands import environment, forked, variables
from tests.server.observation.scraping import scrape

LABELS = {"operation": "TaskTotals", "outcome": "ok"}

pytestmark = pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="only Linux lists child processes")


def workers_of(pid: int) -> set[int]:
    return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


async def until(met: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            if met():
                return
            await asyncio.sleep(0.01)


async def ask(server: ApplicationProcess, times: int) -> None:
    """Send so many requests, each over a new connection, which any worker may accept."""
    for _ in range(times):
        async with httpx2.AsyncClient(base_url=server.url, timeout=PATIENCE) as http:
            user = Client(http)
            assert await user.data("query TaskTotals { viewer { id } }") == {"viewer": {"id": str(user.id)}}


async def until_counted(server: ApplicationProcess, times: int) -> None:
    """Wait until so many operations are counted: each is after its answer, which the client may have read before."""
    async with asyncio.timeout(PATIENCE), httpx2.AsyncClient(base_url=server.url) as http:
        while True:
            if (await scrape(http)).value("task_record_requests_total", **LABELS) >= times:
                break
            await asyncio.sleep(0.05)
    for _ in range(4):  # any worker may answer
        async with httpx2.AsyncClient(base_url=server.url) as http:
            measures = await scrape(http)
        assert measures.value("task_record_requests_total", **LABELS) == times
        assert measures.value("task_record_request_seconds_count", operation="TaskTotals") == times


@pytest.mark.slow
async def test_workers_are_measured_together_and_share_memory(settings: Settings, tmp_path: Path) -> None:
    """It runs in a new Python, where prometheus_client is imported when it is in production."""
    mapped = partial(tmp_path.glob, "**/*.db")
    async with new_process(settings, "--workers", "2", TMPDIR=str(tmp_path)) as server:
        await ask(server, 20)
        await until_counted(server, 20)
        workers = workers_of(server.process.pid)
        assert len(workers) == 2
        assert memory_of(server.process.pid) < 2 * max(memory_of(worker, "Rss") for worker in workers)
        assert list(mapped()) == []  # they are mapped, and would kill the processes on a full disk


@pytest.mark.slow
async def test_a_worker_that_dies_is_replaced(settings: Settings) -> None:
    """The parent, which has no threads, forks another worker; what the dead one has counted stays counted."""
    async with own_process(settings, "--workers", "2") as server:
        await ask(server, 20)
        await until_counted(server, 20)
        pid = server.process.pid
        before = workers_of(pid)
        assert os.listdir(f"/proc/{pid}/task") == [str(pid)]  # noqa: PTH208 - its threads
        os.kill(min(before), signal.SIGKILL)
        await until(lambda: len(workers_of(pid) - before) == 1)
        await ask(server, 20)
        await until_counted(server, 40)
        assert len(workers_of(pid)) == 2


@pytest.mark.slow
async def test_a_worker_that_has_just_started_can_be_stopped(settings: Settings) -> None:
    with TemporaryFile() as output:
        command = ["serve", "--port", "0", "--workers", "2"]
        process = forked(command, environment(**variables(settings)), output.fileno(), output.fileno())
        try:
            await until(lambda: len(workers_of(process.pid)) == 2)
            first = workers_of(process.pid)
            for worker in first:
                os.kill(worker, signal.SIGTERM)
            await until(lambda: len(workers_of(process.pid) - first) == 2)
            process.terminate()
            assert await asyncio.to_thread(process.wait, PATIENCE) == 0
            output.seek(0)
            assert b"Traceback" not in output.read()
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that has ended may still be waited for."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def shared_directories() -> set[Path]:
    return set(Path(SHARED_MEMORY).glob(f"{METRICS}*"))


@pytest.mark.slow
async def test_workers_end_with_their_parent_and_leave_nothing(settings: Settings) -> None:
    """The parent is killed, so it can stop nobody; a start on the same port then finds it free, and cleans up."""
    others = shared_directories()
    async with own_process(settings, "--workers", "2") as server:
        workers = workers_of(server.process.pid)
        [left] = shared_directories() - others
        async with AsyncExitStack() as stack:  # a connection that is open, and does nothing
            idle = await stack.enter_async_context(httpx2.AsyncClient(base_url=server.url))
            await idle.get("/healthz")
            os.kill(server.process.pid, signal.SIGKILL)
            began = time.monotonic()
            await until(lambda: not any(map(is_alive, workers)))
            assert time.monotonic() - began < ENDS_WITHIN
        port = server.address.rpartition(":")[2]
        async with own_process(settings, "--workers", "2", "--port", port) as again:
            await ask(again, 1)
            assert left not in shared_directories()
            assert len(shared_directories() - others) == 1


def test_a_worker_that_is_stuck_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The signal that it is sent has no effect: it is stopped by a debugger, say."""
    reading, writing = os.pipe()
    monkeypatch.setattr("server.serving.ENDS_WITHIN", 0.2)
    lifeline = Lifeline()
    pid = os.fork()
    if pid == 0:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        lifeline.follow()
        os.close(reading)
        while True:
            time.sleep(1)
    os.close(writing)
    os.close(lifeline.writing)
    assert os.read(reading, 1) == b""  # it is closed as the process ends
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL


def test_only_abandoned_directories_of_ours_are_removed(tmp_path: Path) -> None:
    used, abandoned, link = (tmp_path / f"{METRICS}{name}" for name in ("used", "abandoned", "link"))
    elsewhere = tmp_path / "elsewhere"
    for directory in (used, abandoned, elsewhere):
        directory.mkdir()
        (directory / "counter.db").touch()
    link.symlink_to(elsewhere)
    with locked(used):
        remove_abandoned(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {used.name, link.name, "elsewhere"}
    assert (used / "counter.db").exists()
    assert (elsewhere / "counter.db").exists()
