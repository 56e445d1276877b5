"""Tasks in the trash are found by their id alone, until they are restored or removed."""

import asyncio
import json
from typing import Any
from uuid import uuid4

from asyncpg import Connection

from tests.api import Client, NewClient
from tests.bucket import Bucket
from tests.resolvers.pages import both_ways
from tests.resolvers.tasks.ended_tasks import TOTALS, ended_tasks, listed
from tests.resolvers.webhooks.hooks import create, noted
from tests.server.exports.exporting import exported

TRASH = "{ trash { nodes { id trashedAt prompt } totalCount { value } } }"
PAGE = """query ($first: Int, $after: String, $last: Int, $before: String) {
  trash(first: $first, after: $after, last: $last, before: $before) {
    nodes { id } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }"""
EMPTY = "mutation { emptyTrash { removedTasks errors { code } } }"
FOUND = "query ($id: ID!) { task(id: $id) { id prompt trashedAt generatedImage { sha256 } } }"


async def trash(user: Client, *ids: str) -> dict[str, Any]:
    return await user.mutate("trashTasks", "trashedTaskIds", ids=list(ids))


async def restore(user: Client, *ids: str) -> dict[str, Any]:
    return await user.mutate("restoreTasks", "restoredTaskIds", ids=list(ids))


async def in_trash(user: Client) -> list[str]:
    return [task["id"] for task in (await user.data(TRASH))["trash"]["nodes"]]


async def test_a_trashed_task_is_found_only_by_id_and_restored_whole(user: Client, bucket: Bucket) -> None:
    completed, failed = await ended_tasks(user)
    before, totals = await user.data(FOUND, id=completed), await user.data(TOTALS)
    used = await user.data("{ viewer { storageUsed tasksThisMonth } }")
    for _ in range(2):  # it is safe to repeat
        assert await trash(user, completed, completed) == {"trashedTaskIds": [completed], "errors": []}
    assert await listed(user) == {failed}
    assert (await user.data(TRASH))["trash"]["totalCount"] == {"value": 1}
    found = (await user.data(FOUND, id=completed))["task"]
    assert found.pop("trashedAt") is not None
    assert found | {"trashedAt": None} == before["task"]
    assert await user.data(TOTALS) == totals
    assert await user.data("{ viewer { storageUsed tasksThisMonth } }") == used
    for _ in range(2):
        assert await restore(user, completed, failed) == {"restoredTaskIds": [completed, failed], "errors": []}
    assert await listed(user) == {completed, failed}
    assert await user.data(FOUND, id=completed) == before
    assert await in_trash(user) == []
    assert len(await bucket.keys(f"task-history/{user.id}")) == 4


async def test_the_trash_lists_the_latest_first(user: Client) -> None:
    ids = [await user.new_task(f"Fox {n}") for n in range(3)]
    for task_id in ids:
        await user.task("failTask", id=task_id, errorMessage="No fox")
    for task_id in (ids[1], ids[0], ids[2]):
        assert (await trash(user, task_id))["errors"] == []

    async def read(**window: Any) -> dict[str, Any]:
        return dict((await user.data(PAGE, **window))["trash"])

    assert [task["id"] for task in await both_ways(read)] == [ids[2], ids[0], ids[1]]


async def test_all_or_none(user: Client, new_client: NewClient) -> None:
    completed, _ = await ended_tasks(user)
    other_user = new_client()
    [theirs, _] = await ended_tasks(other_user)
    pending = await user.new_task()
    [error] = (await user.mutate("trashTasks", "trashedTaskIds", ids=[completed, pending]))["errors"]
    assert (error["code"], error["field"]) == ("CONFLICT", ["input", "ids"])
    assert f"{pending} has not ended" in error["message"]
    for change in (trash, restore):
        for unknown in (theirs, str(uuid4())):
            [error] = (await change(user, completed, unknown))["errors"]
            assert (error["code"], error["field"]) == ("NOT_FOUND", ["input", "ids"])
            assert unknown in error["message"]
    assert await in_trash(user) == await in_trash(other_user) == []
    await user.mutate("deleteTask", "deletedTaskId", id=completed)
    [error] = (await restore(user, completed))["errors"]
    assert error["code"] == "NOT_FOUND"
    assert await trash(user, completed) == {"trashedTaskIds": [completed], "errors": []}  # it is gone, as was wanted


async def test_trashed_tasks_are_not_exported_or_shown_in_lineages(user: Client) -> None:
    source, failed = await ended_tasks(user)
    derived = await user.new_task("Again", sources=[{"taskId": source, "relation": "VARIATION"}])
    query = """query ($id: ID!) { task(id: $id) {
        sources { task { id } } lineage { taskCount tokensUsed roots { id } } derivedTasks { nodes { id } }
    } }"""
    before = (await user.data(query, id=derived))["task"]
    assert before["sources"] == [{"task": {"id": source}}]
    await user.task("failTask", id=derived, errorMessage="No fox", tokensUsed=1)
    await trash(user, source)
    after = (await user.data(query, id=derived))["task"]
    assert after["sources"] == [{"task": None}]
    assert after["lineage"] == {"taskCount": 2, "tokensUsed": 151, "roots": []}
    assert (await trash(user, derived))["errors"] == []
    assert (await user.data(query, id=source))["task"]["derivedTasks"]["nodes"] == []
    lines = (await exported(user, "NDJSON")).text.splitlines()
    assert [task["id"] for line in lines if "id" in (task := json.loads(line))] == [failed]


async def test_an_emptied_trash_leaves_nothing(user: Client, database: Connection, bucket: Bucket) -> None:
    completed, failed = await ended_tasks(user)
    totals = await user.data(TOTALS)
    webhook = await create(user, "TASK_DELETED", "TASK_COMPLETED")
    await trash(user, completed)
    emptied = await asyncio.gather(*(user.data(EMPTY) for _ in range(3)))
    assert sorted(one["emptyTrash"]["removedTasks"] for one in emptied) == [0, 0, 1]
    assert [kind for kind, _ in await noted(database, webhook)] == ["task.deleted"]
    assert (await user.data(FOUND, id=completed))["task"] is None
    assert await listed(user) == {failed}
    assert await user.data(TOTALS) == totals
    await bucket.until_left(f"task-history/{user.id}", 0)
    assert await database.fetchval("SELECT prompt FROM user_task_history WHERE id = $1", completed) == ""


async def test_a_back_end_trashes_tasks_of_several_users(user: Client, new_client: NewClient) -> None:
    other_user, service = new_client(), new_client(role="service")
    [one, _], [other, _] = await ended_tasks(user), await ended_tasks(other_user)
    assert await trash(service, one, other) == {"trashedTaskIds": [one, other], "errors": []}
    assert (await in_trash(user), await in_trash(other_user)) == ([one], [other])
    assert (await restore(service, other))["errors"] == []
    assert await in_trash(other_user) == []
