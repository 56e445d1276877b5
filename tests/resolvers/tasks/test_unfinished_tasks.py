"""Back ends find what a crash has left, of all users."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from tests.api import Client
from tests.pictures import data_url, picture

UNFINISHED = """query ($before: DateTime!, $first: Int, $after: String) {
  unfinishedTasks(createdBefore: $before, first: $first, after: $after) {
    nodes { id } totalCount { value } pageInfo { endCursor hasNextPage } } }"""
pytestmark = pytest.mark.own_database


@pytest.mark.slow
async def test_of_all_users_in_pages_oldest_first(
    new_client: Callable[..., Client], database: asyncpg.Connection
) -> None:
    service, users = new_client(role="service"), [new_client() for _ in range(3)]
    now, stuck = datetime.now(UTC), []
    for number in range(12):
        user = users[number % 3]
        task = (await user.task("createTask", prompt="A fox"))["id"]
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


async def test_the_index_holds_them(database: asyncpg.Connection, user: Client) -> None:
    """Whatever else there is, finding them reads the index of what has not ended."""
    await user.task("createTask", prompt="A fox")
    await database.execute(
        """INSERT INTO user_task_history (user_id, prompt, status, completed_at, created_at)
        SELECT $1, 'done', 'completed', now(), now() - make_interval(secs => n) FROM generate_series(1, 3000) AS n""",
        user.id,
    )
    await database.execute("ANALYZE user_task_history")
    plan = await database.fetch(
        """EXPLAIN (FORMAT TEXT) SELECT id FROM user_task_history WHERE status IN ('pending', 'processing')
        AND deleted_at IS NULL AND created_at < now() ORDER BY created_at, id LIMIT 50"""
    )
    assert "user_task_history_unfinished_idx" in str(plan)


async def test_it_is_for_back_ends(user: Client, new_client: Callable[..., Client]) -> None:
    given: dict[str, Any] = {"before": datetime.now(UTC).isoformat()}
    for client in (user, new_client(role="admin")):
        assert (await client.error(UNFINISHED, **given))["extensions"]["code"] == "FORBIDDEN"
    service = new_client(role="service")
    for wrong in ({"first": 101}, {"first": 0}, {"after": "x"}):
        assert (await service.error(UNFINISHED, **given, **wrong))["extensions"]["code"] == "BAD_USER_INPUT"
