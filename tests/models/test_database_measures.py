"""The metrics of PostgreSQL at `/metrics`."""

import ast
import asyncio
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from server.settings.settings import Settings
from tests.api import Client
from tests.application import Application
from tests.models.locked_table import locked
from tests.server.observation.scraping import scrape

MODELS = Path(__file__).parents[2] / "models"


NAMED = {"Statement", "OrderedRows"}
"""Classes whose first argument is the name of statements."""


def names() -> Iterator[str]:
    for path in MODELS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMED:
                yield (
                    ast.literal_eval(node.args[0])
                    if isinstance(node.args[0], ast.Constant)
                    else ast.unparse(node.args[0])
                )


def test_no_two_statements_share_a_name() -> None:
    counts = Counter(names())
    assert len(counts) > 50
    assert [name for name, count in counts.items() if count > 1] == []


async def test_statements_are_counted_and_timed_by_name(user: Client, http: httpx2.AsyncClient) -> None:
    before = await scrape(http)
    await user.task("createTask", prompt="a fox")
    for _ in range(3):
        await user.data("{ tasks(first: 1) { nodes { id } } }")
    after = await scrape(http)

    def added(sample: str, statement: str) -> float:
        return after.added(before, f"task_record_{sample}_total", statement=statement)

    assert {name: added("statements", name) for name in ("record_task", "task_list")} == {
        "record_task": 1,
        "task_list": 3,
    }
    assert 0 < added("statement_seconds", "task_list") < 30


async def until_connections(application: Application, in_use: int, waited_for: int) -> None:
    """Wait until so many connections are in use and waited for; the server itself may use one for a moment."""
    async with asyncio.timeout(10):
        while True:
            measures = await scrape(application.http)
            counts = (
                measures.value("task_record_connections_in_use"),
                measures.value("task_record_connections_waited_for"),
            )
            if counts == (in_use, waited_for):
                return
            await asyncio.sleep(0.02)


@pytest.mark.slow
@pytest.mark.own_database
async def test_waits_for_connections_are_measured(settings: Settings, application: Application) -> None:
    user = application.new_client()
    before = await scrape(application.http)
    async with locked(settings):
        asking = [asyncio.create_task(user.data("{ tasks(first: 1) { nodes { id } } }")) for _ in range(5)]
        await until_connections(application, in_use=2, waited_for=3)  # as many as one user may have, and more
    await asyncio.gather(*asking)
    await until_connections(application, in_use=0, waited_for=0)
    after = await scrape(application.http)
    assert after.added(before, "task_record_connection_wait_seconds_total") > 0
