"""Background work of a process is started again when it raises, and its errors are never lost."""

import ast
import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from models import background
from models.background import FAILURES, SUPERVISED, begin, supervise
from server.settings.settings import Settings
from tests.api import Client
from tests.application import in_process
from tests.models.locked_table import locked
from tests.server.observation.scraping import scrape
from tests.server.operations.readiness import READY, answer

PATIENCE = 20.0
TOP = Path(__file__).parents[2]
AWAITED = {
    "models/background.py": "it is the supervisor",
    "models/placement/replica.py": "the reader of the lag returns its result",
    "models/placement/moved_user_lookup.py": "the lookup of a user awaits it; a failed database has no answer",
    "resolvers/images/claimed_keys.py": "a TaskGroup",
    "server/http/event_stream.py": "the stream returns its result",
    "server/limits/connection/websocket_protocol.py": "imported before prometheus_client may be; it waits for memory",
    "server/limits/connection/accepting_loop.py": "what the loop itself does with a connection; waited for at the end",
    "server/observation/database_figures.py": "each database's errors are logged there; waited for",
    "server/operations/backup/gather_all.py": "a TaskGroup",
    "server/operations/backup/postgres_programs.py": "awaited, in a command",
    "server/readiness.py": "the answer to /readyz is its result",
    "server/webhooks/webhook_sender.py": "`release` logs and counts its error",
    "server/worker.py": "`until_one_ends` raises the error",
    "storage/objects.py": "its loop goes on after any error",
}
"""Files that create tasks without the supervisor, and why."""


def tasks_made(path: Path) -> Iterator[ast.AST]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in {"create_task", "ensure_future"}:
            yield node


def test_no_task_is_made_and_forgotten() -> None:
    files = (
        path
        for floor in ("server", "schema", "resolvers", "models", "storage")
        for path in TOP.glob(f"{floor}/**/*.py")
    )
    making = {str(path.relative_to(TOP)) for path in files if any(tasks_made(path))}
    assert making == {*AWAITED}


def failures(work: str) -> float:
    return float(FAILURES.labels(work)._value.get())


async def until(is_met: Any) -> None:
    async with asyncio.timeout(PATIENCE):
        while not is_met():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_work_that_raises_begins_again(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """It is logged with its traceback, but not each time, and counted each time, until it ends by itself."""
    monkeypatch.setattr(background, "FIRST_PAUSE", 0.01)
    before, begun = failures("a test"), []

    async def work() -> None:
        begun.append(True)
        if len(begun) < 4:
            raise RuntimeError("out of order")

    await supervise("a test", work)
    assert (len(begun), failures("a test") - before) == (4, 3)
    [record] = caplog.records
    assert record.getMessage() == "a test failed"
    assert record.exc_info is not None
    assert not SUPERVISED & {one for one in SUPERVISED if one.work == "a test"}


async def test_the_error_of_a_short_task_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        raise RuntimeError("out of order")

    await asyncio.wait([begin("a short test", work())])
    assert [record.getMessage() for record in caplog.records] == ["a short test failed"]


@pytest.mark.own_database
@pytest.mark.slow
async def test_a_watch_that_failed_watches_again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library fails once as it never should: /readyz and the metric say so, and the next statement is watched."""
    connect, tried = asyncpg.connect, []

    async def broken(url: str, **options: Any) -> asyncpg.Connection:
        tried.append(url)
        if len(tried) == 1:
            raise RuntimeError("out of order")
        return await connect(url, **options)

    async def until_watched(user: Client, times: int) -> None:
        """Read what is locked, until the watch has tried to connect so many times."""
        async with locked(settings):
            reading = asyncio.create_task(user.data("{ viewer { tasks { nodes { id } } } }"))
            with monkeypatch.context() as patch:
                patch.setattr(asyncpg, "connect", broken)
                await until(lambda: len(tried) >= times)
            reading.cancel()
            await asyncio.wait([reading])

    async with in_process(settings, execution_timeout=3.0) as application:
        assert await answer(application.http) == READY
        user = application.new_client()
        await until_watched(user, 1)
        status, said = await answer(application.http)
        work = "The background work 'answer watch' failed and was started again: RuntimeError."
        assert (status, said["ready"], [problem.partition(" Next: ")[0] for problem in said["problems"]]) == (
            200,
            True,
            [work],
        )
        metrics = await scrape(application.http)
        assert metrics.value("task_record_background_failures_total", work="answer watch") >= 1
        await until_watched(user, 2)
