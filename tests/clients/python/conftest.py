"""Python's client, in a thread of its own where it blocks, since the server runs in the thread of the test."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from task_record import TaskRecord

from tests.api import Client
from tests.application import ServedApplication
from tests.logged import note_prompts

Connect = Callable[..., TaskRecord]


@pytest.fixture
def user(server: ServedApplication) -> Client:
    return server.new_client()


@pytest.fixture
async def connect(server: ServedApplication, tmp_path: Path) -> AsyncIterator[Connect]:
    """`connect(user)` makes the user's client, which has an outbox unless `outbox` is None."""
    opened = []

    def connected(user: Client, url: str = f"{server.url}/graphql", **options: Any) -> TaskRecord:
        given = {"outbox": tmp_path / "outbox.sqlite", "token": lambda: user.token, **options}
        opened.append(TaskRecord(url, **given))
        return opened[-1]

    yield connected
    for one in opened:
        await asyncio.to_thread(one.close)


async def history(user: Client) -> list[dict[str, Any]]:
    """The user's tasks as the API has them, newest first."""
    query = """{ tasks(first: 100) { nodes {
        id prompt status modelVersion externalId failureCode errorMessage tokensUsed inputTokens outputTokens cost
        creditsDeducted parameters metadata startedAt imageCount images { sha256 } originalImage { sha256 }
    } } }"""
    tasks: list[dict[str, Any]] = (await user.data(query))["tasks"]["nodes"]
    for task in tasks:
        note_prompts(task)
    return tasks
