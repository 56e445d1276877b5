"""`serve --workers N`: worker processes forked from a parent that has imported everything."""

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile

import httpx2
import pytest

from benchmarks.memory import memory_of
from server.settings.settings import Settings
from tests.api import Client
from tests.application import PATIENCE, ApplicationProcess, new_process, own_process
from tests.server.commands import environment, forked, variables
from tests.server.observation.scraping import scrape

LABELS = {"operation": "TaskCount", "outcome": "ok"}

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
            assert await user.data("query TaskCount { viewer { id } }") == {"viewer": {"id": str(user.id)}}


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
        assert measures.value("task_record_request_seconds_count", operation="TaskCount") == times


@pytest.mark.slow
async def test_they_are_measured_together_and_share_memory(settings: Settings, tmp_path: Path) -> None:
    """It runs in a new Python, where prometheus_client is imported when it is in production."""
    mapped = partial(tmp_path.glob, "**/*.db")
    async with new_process(settings, "--workers", "2", TMPDIR=str(tmp_path)) as server:
        await ask(server, 20)
        await until_counted(server, 20)
        workers = workers_of(server.process.pid)
        assert len(workers) == 2
        assert memory_of(server.process.pid) < 2 * max(memory_of(worker, "Rss") for worker in workers)
        assert list(mapped()) == []  # they are mapped, and would kill the processes on a full disk


async def test_one_that_dies_is_replaced(settings: Settings) -> None:
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
async def test_one_that_has_only_begun_can_be_stopped(settings: Settings) -> None:
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
