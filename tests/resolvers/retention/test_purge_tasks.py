"""`purgeTasks`: administrators remove the tasks of all users that are older than a date."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from tests.api import Client, mutation
from tests.models.statistics.drift import drift
from tests.pictures import data_url, picture
from tests.resolvers.retention.ages import age

pytestmark = pytest.mark.own_database

PURGED = "purgedTasks"
IMAGE = {"dataUrl": data_url(picture())}


def days_ago(days: int) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).isoformat()


@pytest.mark.slow
async def test_first_it_only_says_how_many(new_client: Callable[..., Client], database: asyncpg.Connection) -> None:
    users = [new_client() for _ in range(2)]
    administrator = new_client(role="admin")
    for user in users:
        for days in (10, 20, 30):
            task = (await user.task("createTask", prompt="A fox", originalImage=IMAGE))["id"]
            await age(database, task, days)
    for given in ({}, {"dryRun": True}):
        told = await administrator.mutate("purgeTasks", PURGED, createdBefore=days_ago(15), **given)
        assert told == {"purgedTasks": 4, "errors": []}
    listed = "{ tasks { totalCount { value } } statistics { totalTasks } viewer { storageUsed } }"
    before = [await user.data(listed) for user in users]
    for left in (4, 0):
        purged = await administrator.mutate("purgeTasks", PURGED, createdBefore=days_ago(15), dryRun=False)
        assert purged == {"purgedTasks": left, "errors": []}
    for user, was in zip(users, before, strict=True):
        assert await user.data(listed) == {
            "tasks": {"totalCount": {"value": 1}},
            "statistics": {"totalTasks": 3},
            "viewer": {"storageUsed": was["viewer"]["storageUsed"] // 3},
        }
    assert await drift(database) == []
    [entry] = await database.fetch("SELECT * FROM task_record.audit_entries")
    written = [entry[column] for column in ("actor_id", "action", "user_id", "count")]
    assert written == [administrator.id, "purge", None, 4]
    assert entry["detail"].startswith("tasks created before 20")


@pytest.mark.parametrize("role", ["user", "service"])
async def test_nobody_else_may(new_client: Callable[..., Client], database: asyncpg.Connection, role: str) -> None:
    user = new_client()
    await age(database, (await user.task("createTask", prompt="A fox"))["id"], 30)
    for dry_run in (True, False):
        given = {"createdBefore": days_ago(15), "dryRun": dry_run}
        error = await new_client(role=role).error(mutation("purgeTasks", PURGED), input=given)
        assert error["extensions"]["code"] == "FORBIDDEN"
    assert (await user.data("{ tasks { totalCount { value } } }"))["tasks"]["totalCount"] == {"value": 1}


async def test_what_is_to_come_is_not_old(new_client: Callable[..., Client]) -> None:
    given = {"createdBefore": days_ago(-1), "dryRun": False}
    error = await new_client(role="admin").refused("purgeTasks", PURGED, **given)
    assert (error["code"], error["field"]) == ("INVALID", ["input", "createdBefore"])
