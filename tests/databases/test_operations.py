"""Users on several databases: each has all of their data in one of them, and the API shows no difference."""

import asyncio
import json
from contextlib import AsyncExitStack

import asyncpg
import pytest

from server.settings.settings import Settings
from tests.api import Client
from tests.application import ServedApplication, on_port
from tests.bucket import Bucket
from tests.pictures import data_url, picture
from tests.server.exports.exporting import exported
from tests.server.http.subscriber import subscribed

IMAGE = {"dataUrl": data_url(picture())}
READ = "{ tasks { nodes { prompt status } totalCount { value } } statistics { totalTasks totalTokensUsed } }"


async def work(user: Client) -> None:
    """Complete one more task, and delete another."""
    task = await user.task("createTask", prompt="a hare")
    await user.task("startTask", id=task["id"])
    await user.task("completeTask", id=task["id"], image=IMAGE, tokensUsed=3)
    deleted = await user.task("createTask", prompt="a wolf", originalImage=IMAGE)
    await user.mutate("deleteTask", "deletedTaskId", id=deleted["id"])


async def test_each_user_has_all_of_theirs_and_nothing_of_others(users: list[Client]) -> None:
    await asyncio.gather(*map(work, users))
    for user in users:
        found = await user.data(READ)
        assert [node["prompt"] for node in found["tasks"]["nodes"]] == ["a hare", "a fox"]
        assert found["tasks"]["totalCount"] == {"value": 2}
        assert found["statistics"] == {"totalTasks": 3, "totalTokensUsed": 3}


@pytest.mark.slow
async def test_a_user_lies_in_one_database(users: list[Client], owners: list[asyncpg.Connection]) -> None:
    await asyncio.gather(*map(work, users))
    tables = ["user_task_history", "user_task_statistics", "task_record.user_task_usage", "task_record.user_plans"]
    for place, user in enumerate(users):
        for table in tables:
            found = [
                await owner.fetchval(f"SELECT count(*) > 0 FROM {table} WHERE user_id = $1", user.id)
                for owner in owners
            ]
            assert found == [number == place for number in range(len(owners))], table


async def test_another_database_shows_nothing_of_theirs(users: list[Client]) -> None:
    one, *others = users
    [task] = (await one.data("{ tasks { nodes { id } } }"))["tasks"]["nodes"]
    for other in others:
        found = await other.data("query ($id: ID!) { node(id: $id) { id } task(id: $id) { id } }", id=task["id"])
        assert found == {"node": None, "task": None}
        assert (await other.refused("startTask", id=task["id"]))["code"] == "NOT_FOUND"


@pytest.mark.slow
async def test_a_download_has_all_of_the_users_tasks(users: list[Client]) -> None:
    for user in users:
        download = await exported(user, "NDJSON")
        [task, last] = map(json.loads, download.content.splitlines())
        assert (task["userId"], last["summary"]["tasks"]) == (str(user.id), 1)


@pytest.mark.slow
async def test_the_worker_removes_objects_of_any_database(users: list[Client], bucket: Bucket) -> None:
    await asyncio.gather(*map(work, users))
    for user in users:
        assert len(await bucket.until_left(f"task-history/{user.id}/", 2)) == 2


@pytest.mark.slow
async def test_changes_of_every_database_are_reported(
    settings: Settings, application: ServedApplication, users: list[Client], owners: list[asyncpg.Connection]
) -> None:
    """Changes through another server, and by plain SQL."""
    async with on_port(settings) as other, AsyncExitStack() as stack:
        for user, owner in zip(users, owners, strict=True):
            subscriber = await stack.enter_async_context(subscribed(application.address, user))
            elsewhere = Client(other.http, user.id)
            task = await elsewhere.task("createTask", prompt="a lynx")
            assert (await subscriber.event())["task"]["prompt"] == "a lynx"
            await owner.execute("DELETE FROM user_task_history WHERE id = $1", task["id"])
            event = await subscriber.event()
            assert (event["kind"], event["taskId"]) == ("DELETED", task["id"])
