"""Moves users, also by moves that die halfway, and reads all tasks of a user."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from server.operations.moving.move_user import Move, move_user
from server.settings.settings import Settings
from tests.api import Client
from tests.databases.pair import Pair
from tests.models.connections import connected

PAGE = "query ($after: String) { tasks(first: 100, after: $after) { nodes { id status } pageInfo { endCursor } } }"
COUNT = "SELECT task_record.count_changes()"
TODAY = datetime.now(UTC).date()
OVERALL = f"""{{ admin {{
  statistics {{ totalTasks successfulTasks imagesSize }} users {{ nodes {{ userId totalTasks }} }}
  activity(from: "{TODAY - timedelta(days=1)}", to: "{TODAY + timedelta(days=2)}") {{ activeUsers newUsers totalTasks }}
}} }}"""


@asynccontextmanager
async def owners_of(pair: Pair) -> AsyncIterator[list[asyncpg.Connection]]:
    one, other = pair.settings.owner_urls
    async with connected(one) as first, connected(other) as second:
        yield [first, second]


async def moved(settings: Settings, user: Client, to: int) -> str:
    told: list[str] = []
    await move_user(settings, user.id, to, told.append)
    return told[-1]


async def leave_without_arriving(settings: Settings, user: Client, to: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Move the user, but die after they have left and before they arrive: no database shows their rows."""

    async def nothing(_: Move) -> None:
        """Replaces `complete_arrival`, which also completes a move that died."""

    with monkeypatch.context() as dying:
        dying.setattr(Move, "arrive", nothing)
        await moved(settings, user, to)


async def copy_without_leaving(settings: Settings, user: Client, to: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Move the user, but die when all rows are copied, before they leave."""

    async def die(_: Move) -> None:
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(Move, "arrive", die)
        dying.setattr(Move, "settle", die)
        with pytest.raises(SystemExit):
            await moved(settings, user, to)


async def all_tasks(user: Client) -> dict[str, str]:
    found: dict[str, str] = {}
    cursor = None
    while True:
        page = (await user.data(PAGE, after=cursor))["tasks"]
        if not page["nodes"]:
            return found
        found |= {node["id"]: node["status"] for node in page["nodes"]}
        cursor = page["pageInfo"]["endCursor"]
