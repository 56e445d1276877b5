"""Back ends find what a crash has left, of all users."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asyncpg import Connection

from tests.api import Client, NewClient
from tests.pictures import data_url, picture

UNFINISHED = """query ($before: DateTime!, $first: Int, $after: String) {
  unfinishedTasks(createdBefore: $before, first: $first, after: $after) {
    nodes { id } totalCount { value } pageInfo { endCursor hasNextPage } } }"""
pytestmark = pytest.mark.own_database


@pytest.mark.slow
async def test_unfinished_tasks_of_all_users_are_paged_oldest_first(
    new_client: NewClient, database: Connection
) -> None:
    service, users = new_client(role="service"), [new_client() for _ in range(3)]
    now, stuck = datetime.now(UTC), []
    for number in range(12):
        user = users[number % 3]
        task = await user.new_task()
        if number % 4 == 0:
            await user.task("startTask", id=task)
        at = now - timedelta(hours=12 - number)
        await database.execute("UPDATE user_task_history SET created_at = $2 WHERE id = $1", task, at)
        if number in (3, 7):
            await user.task("completeTask", id=task, image={"dataUrl": data_url(picture())})
        elif number == 5:
            await user.task("failTask", id=task, errorMessage="No", tokensUsed=0)
        elif number == 6:
            await user.mutate("deleteTask", "deletedTaskId errors { code }", id=task)
        elif number < 11:
            stuck.append(task)
    before = (now - timedelta(hours=1, minutes=30)).isoformat()
    found, page, after = [], {"pageInfo": {"hasNextPage": True}}, None
    while page["pageInfo"]["hasNextPage"]:
        page = (await service.data(UNFINISHED, before=before, first=3, after=after))["unfinishedTasks"]
        found += [node["id"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        assert page["totalCount"] == {"value": len(stuck)}
    assert found == stuck


async def test_only_back_ends_list_unfinished_tasks(user: Client, new_client: NewClient) -> None:
    given: dict[str, Any] = {"before": datetime.now(UTC).isoformat()}
    for client in (user, new_client(role="admin")):
        assert await client.error_code(UNFINISHED, **given) == "FORBIDDEN"
    service = new_client(role="service")
    for wrong in ({"first": 101}, {"first": 0}, {"after": "x"}):
        assert await service.error_code(UNFINISHED, **given, **wrong) == "BAD_USER_INPUT"
