"""The SQL of "Import your history" in docs/operations.md does what the page says."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest

from server.operations.reconcile import reconcile
from server.settings.settings import Settings
from server.stores.connections import open_storage
from tests.application import Application
from tests.bucket import own_bucket, put
from tests.docs.examples import ROOT
from tests.pictures import picture

pytestmark = pytest.mark.own_database

PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
SECTION = PAGE.partition("## Import your history\n")[2].partition("\n## ")[0]
MAPPING, INSERTION = re.findall(r"^```sql\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL)
THEIRS = """CREATE SCHEMA history;
CREATE TABLE history.pictures (number bigint, customer uuid, request text, model text, seconds integer,
  made_at timestamptz, file text, content_type text, size integer)"""
MADE_AT = datetime(2023, 5, 6, 7, 8, 9, tzinfo=UTC)
PICTURE = picture()
WAITING = "SELECT count(*) FROM task_record.webhook_deliveries"
NOTIFIED = "SELECT count(*) FROM task_record.notifications WHERE channel = 'task_events'"
LOST = "SELECT key FROM history.tasks WHERE file LIKE '%-3.png'"
WEBHOOK = {"url": "https://app.example.com/hook", "allUsers": True, "events": ["TASK_CREATED", "TASK_COMPLETED"]}
LIST = """{
  tasks { nodes { id prompt status modelVersion generationTimeMs createdAt updatedAt completedAt
    generatedImage { url thumbnail: url(variant: THUMBNAIL) size contentType } } }
  statistics { totalTasks successfulTasks failedTasks imagesSize }
}"""


@pytest.fixture
async def settings(settings: Settings) -> AsyncIterator[Settings]:
    async with own_bucket(settings) as own:
        yield own


@pytest.fixture
async def theirs(database: asyncpg.Connection) -> list[UUID]:
    """The ids of two users with three pictures and a failure each, in a table of another product."""
    users = [uuid4(), uuid4()]
    await database.execute(THEIRS)
    await database.executemany(
        "INSERT INTO history.pictures VALUES ($1, $2, $3, 'sdxl', 4, $4, $5, $6, $7)",
        [
            (
                *(4 * n + which, user, f"picture {which}", MADE_AT + timedelta(days=which)),
                *((f"old/{n}-{which}.png", "image/png", len(PICTURE)) if which else (None, None, None)),
            )
            for n, user in enumerate(users)
            for which in range(4)
        ],
    )
    return users


async def copy_pictures(database: asyncpg.Connection, settings: Settings) -> None:
    """As the page's shell loop does; one picture of each user cannot be found any more."""
    async with open_storage(settings) as storage:
        for key in await database.fetch("SELECT key FROM history.tasks WHERE file NOT LIKE '%-3.png'"):
            await put(storage, key["key"], PICTURE)


def expected(task: dict[str, Any], which: int) -> dict[str, Any]:
    made_at = MADE_AT + timedelta(days=which)
    ended_at = (made_at + timedelta(seconds=4)).isoformat()
    known = {"size": len(PICTURE), "contentType": "image/png"} if which < 3 else {"size": None, "contentType": None}
    image = (task["generatedImage"] or {}) | known
    return {
        "id": task["id"],
        "prompt": f"picture {which}",
        "status": "COMPLETED" if which else "FAILED",
        "modelVersion": "sdxl",
        "generationTimeMs": 4_000,
        "createdAt": made_at.isoformat(),
        "updatedAt": ended_at,
        "completedAt": ended_at,
        "generatedImage": image if which else None,
    }


@pytest.mark.slow
async def test_a_history_is_brought(
    theirs: list[UUID],
    settings: Settings,
    application: Application,
    database: asyncpg.Connection,
) -> None:
    administrator = application.new_client(role="admin")
    payload = await administrator.mutate("createWebhook", "errors { code }", **WEBHOOK)
    assert payload["errors"] == []
    await database.execute(MAPPING)
    await copy_pictures(database, settings)
    for _ in range(2):
        await database.execute(INSERTION)
    assert await database.fetchval(WAITING) == await database.fetchval(NOTIFIED) == 0
    told: list[str] = []
    lost = {key for (key,) in await database.fetch(LOST)}
    assert await reconcile(settings, told.append, repair=True) == len(lost) == 2
    assert {line for line in told if line.endswith(" is missing.")} == {
        f"undescribed image: {key}: It is missing." for key in lost
    }
    for user_id in theirs:
        user = application.new_client(id=user_id)
        data = await user.data(LIST)
        tasks = data["tasks"]["nodes"]
        assert tasks == [expected(task, which) for task, which in zip(tasks, (3, 2, 1, 0), strict=True)]
        assert data["statistics"] == {
            "totalTasks": 4,
            "successfulTasks": 3,
            "failedTasks": 1,
            "imagesSize": 2 * len(PICTURE),
        }
        async with httpx2.AsyncClient() as http:
            assert (await http.get(tasks[1]["generatedImage"]["url"])).content == PICTURE
            thumbnail = await http.get(tasks[1]["generatedImage"]["thumbnail"])
        assert (thumbnail.status_code, thumbnail.headers["Content-Type"]) == (200, "image/webp")


@pytest.mark.slow
async def test_users_go_on_meanwhile(
    theirs: list[UUID], application: Application, database: asyncpg.Connection
) -> None:
    await database.execute(MAPPING)
    user = application.new_client(id=theirs[0])
    await user.task("createTask", prompt="meanwhile")
    await asyncio.gather(database.execute(INSERTION), user.task("createTask", prompt="at the same time"))
    data = await user.data(LIST)
    assert data["statistics"]["totalTasks"] == 6
    assert [task["prompt"] for task in data["tasks"]["nodes"][:3]] == ["at the same time", "meanwhile", "picture 3"]
