"""`purgeTasks`: administrators remove the tasks of all users that are older than a date."""

from datetime import UTC, datetime, timedelta

import pytest
from asyncpg import Connection

from tests.api import NewClient, mutation
from tests.models.statistics.drift import drift
from tests.pictures import data_url, picture
from tests.resolvers.retention.ages import age

pytestmark = pytest.mark.own_database

PURGED = "purgedTasks"
IMAGE = {"dataUrl": data_url(picture())}


def days_ago(days: int) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).isoformat()


@pytest.mark.slow
async def test_a_purge_is_a_dry_run_by_default(new_client: NewClient, database: Connection) -> None:
    users = [new_client() for _ in range(2)]
    administrator = new_client(role="admin")
    for user in users:
        for days in (10, 20, 30):
            task = await user.new_task(originalImage=IMAGE)
            await age(database, task, days)
    for given in ({}, {"dryRun": True}):
        due = await administrator.mutate("purgeTasks", PURGED, createdBefore=days_ago(15), **given)
        assert due == {"purgedTasks": 4, "errors": []}
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
async def test_only_administrators_may_purge(new_client: NewClient, database: Connection, role: str) -> None:
    user = new_client()
    await age(database, await user.new_task(), 30)
    for dry_run in (True, False):
        given = {"createdBefore": days_ago(15), "dryRun": dry_run}
        assert await new_client(role=role).error_code(mutation("purgeTasks", PURGED), input=given) == "FORBIDDEN"
    assert (await user.data("{ tasks { totalCount { value } } }"))["tasks"]["totalCount"] == {"value": 1}
    future = {"createdBefore": days_ago(-1), "dryRun": False}
    refusal = await new_client(role="admin").refusal("purgeTasks", PURGED, **future)
    assert refusal == ("INVALID", ["input", "createdBefore"])
