import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from asyncpg import Connection

from tests.api import Client, NewClient
from tests.bucket import Bucket
from tests.pictures import data_url, picture
from tests.resolvers.tasks.ended_tasks import TOTALS, ended_tasks, listed

COLUMNS = """
user_id, period_type::text, period_date, total_tasks::bigint, successful_tasks::bigint, failed_tasks::bigint,
total_tokens_used::numeric, total_credits_deducted::numeric, total_generation_time_ms::numeric,
timed_tasks::bigint, completed_generation_time_ms::numeric, images_size::numeric
"""
DIFFERENT = f"""
WITH computed AS (SELECT {COLUMNS} FROM task_record.computed_statistics),
  stored AS (SELECT {COLUMNS} FROM user_task_statistics)
SELECT count(*) FROM (
  (TABLE computed EXCEPT TABLE stored) UNION ALL (TABLE stored EXCEPT TABLE computed)
) AS different
"""


async def refused(user: Client, ids: list[str]) -> Any:
    payload = await user.mutate("deleteTasks", "deletedTaskIds", ids=ids)
    assert payload["deletedTaskIds"] == []
    [error] = payload["errors"]
    return error


@pytest.mark.slow
@pytest.mark.own_database
async def test_content_is_removed_and_totals_stay(user: Client, database: Connection, bucket: Bucket) -> None:
    ids = await ended_tasks(user)
    totals = await user.data(TOTALS)
    assert len(await bucket.keys(f"task-history/{user.id}")) == 4
    payload = await user.mutate("deleteTasks", "deletedTaskIds", ids=ids)
    assert payload == {"deletedTaskIds": ids, "errors": []}
    assert await user.data(TOTALS) == totals
    assert (await user.data("{ viewer { storageUsed } }"))["viewer"] == {"storageUsed": 0}

    rows = [dict(row) for row in await database.fetch("SELECT * FROM user_task_history")]
    assert [row["deleted_at"] is not None for row in rows] == [True, True]
    for row in rows:
        assert row["prompt"] == ""
        content = ("image_url", "_key", "_sha256", "_size", "_width", "_height", "_content_type", "_thumb_hash")
        held = {name: value for name, value in row.items() if name.endswith(content) or name == "error_message"}
        assert len(held) == 18
        assert set(held.values()) == {None}
    assert sorted(row["tokens_used"] for row in rows) == [7, 150]
    assert await database.fetchval(DIFFERENT) == 0
    await bucket.until_left(f"task-history/{user.id}", 0)


async def test_a_deleted_task_is_nowhere_to_be_seen(user: Client) -> None:
    [task_id, other] = await ended_tasks(user)
    assert await user.mutate("deleteTask", "deletedTaskId", id=task_id) == {"deletedTaskId": task_id, "errors": []}
    seen = await user.data(
        "query ($id: ID!) { task(id: $id) { id } node(id: $id) { id } nodes(ids: [$id]) { id } }", id=task_id
    )
    assert seen == {"task": None, "node": None, "nodes": [None]}
    lists = '{ tasks { nodes { id } totalCount { value } } found: tasks(where: {search: "小狗"}) { nodes { id } } }'
    expected = {"tasks": {"nodes": [{"id": other}], "totalCount": {"value": 1}}, "found": {"nodes": []}}
    assert await user.data(lists) == expected
    image = {"dataUrl": data_url(picture())}
    changes: list[tuple[str, dict[str, Any]]] = [
        ("startTask", {}),
        ("uploadOriginalImage", {"image": image}),
        ("completeTask", {"image": image}),
        ("failTask", {"errorMessage": "x"}),
    ]
    for name, given in changes:
        assert (await user.refused(name, id=task_id, **given))["code"] == "NOT_FOUND"


async def test_a_deletion_can_be_repeated(user: Client, new_client: NewClient, database: Connection) -> None:
    first, second, third = [await user.new_task() for _ in range(3)]
    done = {"deletedTaskId": first, "errors": []}
    assert await user.mutate("deleteTask", "deletedTaskId", id=first) == done
    deleted_at = await database.fetchval("SELECT deleted_at FROM user_task_history WHERE id = $1", UUID(first))
    service = new_client(role="service")
    for caller in (user, user, service):
        assert await caller.mutate("deleteTask", "deletedTaskId", id=first) == done
    for caller, ids in ((user, [first, second]), (user, [second, first]), (service, [third, second, first])):
        deleted = await caller.mutate("deleteTasks", "deletedTaskIds", ids=[*ids, ids[0], ids[1].upper()])
        assert deleted == {"deletedTaskIds": ids, "errors": []}
    again = await database.fetchval("SELECT deleted_at FROM user_task_history WHERE id = $1", UUID(first))
    assert again == deleted_at
    assert (await listed(user), (await user.data(TOTALS))["statistics"]["totalTasks"]) == (set(), 3)


async def test_all_or_none(user: Client, new_client: NewClient) -> None:
    """Unknown tasks and others' are not found."""
    ids, stranger = await ended_tasks(user), new_client()
    theirs, gone = [await stranger.new_task() for _ in range(2)]
    await stranger.mutate("deleteTask", "deletedTaskId", id=gone)
    missing = [theirs, gone, str(uuid4())]
    for task_id in missing:
        error = await user.refused("deleteTask", "deletedTaskId", id=task_id)
        assert error == {"field": ["input", "id"], "code": "NOT_FOUND", "message": "There is no such task."}
    error = await refused(user, [ids[0], missing[0], ids[1], *missing[1:]])
    assert (error["code"], error["field"]) == ("NOT_FOUND", ["input", "ids"])
    assert error["message"] == f"There is no such task as {', '.join(missing)}. Nothing was changed."
    assert (await listed(user), await listed(stranger)) == (set(ids), {theirs})


async def test_up_to_a_hundred(user: Client, database: Connection) -> None:
    created = await database.fetch(
        "INSERT INTO user_task_history (user_id, prompt) SELECT $1, 'A fox' FROM generate_series(1, 101) RETURNING id",
        user.id,
    )
    ids = [str(row["id"]) for row in created]
    for wrong, said in ((ids, "100"), ([], "1")):
        error = await refused(user, wrong)
        assert (error["code"], error["field"]) == ("INVALID", ["input", "ids"])
        assert f"at {'most' if wrong else 'least'} {said} item" in error["message"]
    assert (await user.data(TOTALS))["statistics"]["totalTasks"] == 101
    payload = await user.mutate("deleteTasks", "deletedTaskIds", ids=ids[:100])
    assert payload == {"deletedTaskIds": ids[:100], "errors": []}
    assert await listed(user) == {ids[100]}
    assert (await user.data(TOTALS))["statistics"]["totalTasks"] == 101


@pytest.mark.own_database
async def test_concurrent_deletions_in_opposite_orders(user: Client, database: Connection) -> None:
    """Both calls succeed."""
    for _ in range(5):
        created = await asyncio.gather(*(user.task("createTask", prompt="A fox") for _ in range(10)))
        ids = [task["id"] for task in created]
        payloads = await asyncio.gather(
            *(user.mutate("deleteTasks", "deletedTaskIds", ids=order) for order in (ids, ids[::-1]))
        )
        assert payloads == [{"deletedTaskIds": order, "errors": []} for order in (ids, ids[::-1])]
    assert await listed(user) == set()
    assert await database.fetchval(DIFFERENT) == 0
