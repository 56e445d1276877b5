"""`admin` shows all databases as one, and the others when one is down."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from tests.api import Client
from tests.application import in_process
from tests.databases.pair import Pair, running_pair
from tests.databases.servers import DatabaseServers
from tests.models.connections import connected
from tests.pictures import data_url, picture
from tests.server.exports.exporting import exported
from tests.services import BUCKET, ObjectStorageService

STATISTICS = "totalTasks successfulTasks failedTasks successRate avgGenerationTimeMs totalTokensUsed imagesSize"
TOTALS = f"""query ($from: Date!, $to: Date!) {{ admin {{
  statistics {{ {STATISTICS} updatedAt }}
  statisticsHistory(period: DAY, from: $from, to: $to) {{ periodDate totalTasks successRate }}
  storage {{ imageCount imageSize databaseSize }}
  failures {{ errorMessage tasks users userId taskId }}
}} }}"""
LISTS = {
    "tasks": "query ($first: Int, $after: String, $last: Int, $before: String) { admin { tasks(first: $first, "
    "after: $after, last: $last, before: $before) { nodes { id } pageInfo { ...page } totalCount { value } } } }",
    "users": "query ($first: Int, $after: String, $last: Int, $before: String) { admin { users(first: $first, "
    "after: $after, last: $last, before: $before, orderBy: TOKENS) { nodes { id: userId } pageInfo { ...page } } } }",
    "erasures": "query ($first: Int, $after: String, $last: Int, $before: String) { admin { erasures(first: $first, "
    "after: $after, last: $last, before: $before) { nodes { id } pageInfo { ...page } } } }",
    "audit": "query ($first: Int, $after: String, $last: Int, $before: String) { admin { audit(first: $first, "
    "after: $after, last: $last, before: $before) { nodes { id } pageInfo { ...page } } } }",
}
COUNT = "SELECT task_record.count_changes()"
"""Counts changes into the totals, as the workers do every five seconds."""
PAGE = " fragment page on PageInfo { startCursor endCursor hasNextPage hasPreviousPage }"
ONE = """query ($user: ID!, $id: ID!) { admin {
  user(id: $user) { totalTasks credits { available } }
  task(id: $id) { userId prompt }
  taskPlace(userId: $user, id: $id) { before { value } after { value } }
} }"""


async def everywhere(pair: Pair, statement: str) -> None:
    """Execute the statement in both databases, as the owner."""
    for url in pair.settings.owner_urls:
        async with connected(url) as owner:
            await owner.execute(statement)


@pytest.fixture(scope="module")
async def pair(servers: DatabaseServers, object_storage: ObjectStorageService) -> AsyncIterator[Pair]:
    """One pair for all tests of this module."""
    async with running_pair(servers, object_storage, BUCKET) as pair:
        yield pair


@pytest.fixture
async def tasks(pair: Pair) -> list[dict[str, Any]]:
    """The only seven tasks, newest first, of both users in turns: 3 completed, 2 failed, 2 pending."""
    await everywhere(pair, "DELETE FROM auth.users")
    image = data_url(picture())
    made: list[dict[str, Any]] = []
    for number in range(7):
        user = (pair.here, pair.there)[number % 2]
        task = await user.task("createTask", prompt=f"fox {number}")
        if number < 3:
            took = {"generationTimeMs": 1000 * (number + 1), "tokensUsed": 10}
            await user.task("completeTask", id=task["id"], image={"dataUrl": image}, **took)
        elif number < 5:
            await user.task("failTask", id=task["id"], errorMessage="no")
        made.insert(0, task | {"user": user})
    await everywhere(pair, COUNT)
    return made


@pytest.fixture
def administrator(pair: Pair) -> Client:
    return pair.application.new_client(role="admin")


async def walked(administrator: Client, name: str, size: str, start: str, end: str, more: str) -> list[str]:
    """Read a list in one direction, in pages of two, and return its ids in the list's order."""
    found: list[str] = []
    cursor = None
    while True:
        data = await administrator.data(LISTS[name] + PAGE, **{size: 2, start: cursor})
        page = data["admin"][name]
        ids = [node["id"] for node in page["nodes"]]
        found = found + ids if size == "first" else ids + found
        if not page["pageInfo"][more]:
            return found
        assert len(ids) == 2
        cursor = page["pageInfo"][end]


@pytest.mark.slow
async def test_totals_are_those_of_both(pair: Pair, tasks: list[dict[str, Any]], administrator: Client) -> None:
    today = datetime.now(UTC).date()
    days = {"from": str(today - timedelta(days=1)), "to": str(today + timedelta(days=1))}
    told = (await administrator.data(TOTALS, **days))["admin"]
    assert told["statistics"].pop("updatedAt")
    assert told["statistics"] == {
        "totalTasks": 7,
        "successfulTasks": 3,
        "failedTasks": 2,
        "successRate": 0.6,
        "avgGenerationTimeMs": 2000,
        "totalTokensUsed": 30,
        "imagesSize": 3 * len(picture()),
    }
    assert [(day["totalTasks"], day["successRate"]) for day in told["statisticsHistory"]] == [(0, None), (7, 0.6)]
    assert told["statisticsHistory"][1]["periodDate"] == str(today)
    assert (told["storage"]["imageCount"], told["storage"]["imageSize"]) == (3, 3 * len(picture()))
    last = tasks[2]
    assert told["failures"] == [
        {"errorMessage": "no", "tasks": 2, "users": 2, "userId": str(last["user"].id), "taskId": last["id"]}
    ]


@pytest.mark.slow
async def test_labels_select_in_both(pair: Pair, tasks: list[dict[str, Any]], administrator: Client) -> None:
    labels: list[Any] = []
    found: list[str] = []
    async with asyncio.timeout(30):  # until the workers have indexed the prompts
        while labels != [{"label": {"name": "fox"}, "taskCount": 3}]:
            labels = (await pair.there.data("{ labels { label { name } taskCount } }"))["labels"]
            await asyncio.sleep(0.2)
        while len(found) < len(tasks):
            answer = await administrator.data('{ admin { tasks(where: {labels: ["fox"]}) { nodes { id } } } }')
            found = [node["id"] for node in answer["admin"]["tasks"]["nodes"]]
            await asyncio.sleep(0.2)
    assert found == [task["id"] for task in tasks]


@pytest.mark.slow
async def test_lists_are_those_of_both(pair: Pair, tasks: list[dict[str, Any]], administrator: Client) -> None:
    expected = {
        "tasks": [task["id"] for task in tasks],
        "users": [str(user.id) for user in (pair.here, pair.there)],  # 20 tokens, and 10
    }
    for name in ("tasks", "users"):
        forwards = await walked(administrator, name, "first", "after", "endCursor", "hasNextPage")
        backwards = await walked(administrator, name, "last", "before", "startCursor", "hasPreviousPage")
        assert forwards == backwards == expected[name]
    page = (await administrator.data(LISTS["tasks"] + PAGE, first=2))["admin"]["tasks"]
    assert page["totalCount"]["value"] == 7
    beyond = await administrator.data(LISTS["tasks"] + PAGE, first=2, after=page["pageInfo"]["endCursor"])
    assert beyond["admin"]["tasks"]["pageInfo"]["hasPreviousPage"]


@pytest.mark.slow
async def test_the_audit_of_both(pair: Pair, tasks: list[dict[str, Any]]) -> None:
    """An administrator's reads are recorded in the database of the administrator."""
    readers = [pair.application.new_client(user.id, role="admin") for user in (pair.here, pair.there)]
    before = await walked(readers[0], "audit", "first", "after", "endCursor", "hasNextPage")
    for number in range(5):
        await readers[number % 2].data("query ($id: ID!) { admin { task(id: $id) { id } } }", id=tasks[number]["id"])
    read = await readers[0].data("{ admin { audit(first: 4) { nodes { actorId detail } } } }")
    assert [(entry["actorId"], entry["detail"]) for entry in read["admin"]["audit"]["nodes"]] == [
        (str(readers[number % 2].id), f"task {tasks[number]['id']}") for number in (4, 3, 2, 1)
    ]
    ids = await walked(readers[0], "audit", "first", "after", "endCursor", "hasNextPage")
    assert len(set(ids)) == len(ids) == len(before) + 5
    assert ids[5:] == before


@pytest.mark.slow
async def test_one_user_wherever_they_are(pair: Pair, tasks: list[dict[str, Any]], administrator: Client) -> None:
    for task, before, total in ((tasks[0], 0, 4), (tasks[1], 0, 3), (tasks[5], 2, 3)):
        told = (await administrator.data(ONE, user=str(task["user"].id), id=task["id"]))["admin"]
        assert told["user"] == {"totalTasks": total, "credits": None}
        assert told["task"] == {"userId": str(task["user"].id), "prompt": task["prompt"]}
        assert told["taskPlace"] == {"before": {"value": before}, "after": {"value": total - before - 1}}


@pytest.mark.slow
async def test_each_is_read_at_its_replica(pair: Pair, tasks: list[dict[str, Any]]) -> None:
    """In place of a replica, each database is named itself."""
    read = SecretStr(" ".join(f"{url}&application_name=reader" for url in pair.settings.listen_urls))
    async with in_process(pair.settings, database_read_url=read) as application:
        administrator = application.new_client(role="admin")
        found = (await administrator.data("{ admin { tasks { nodes { id } } } }"))["admin"]["tasks"]["nodes"]
        assert [node["id"] for node in found] == [task["id"] for task in tasks]
        for user, number in ((pair.here, 4), (pair.there, 3)):
            exporting = application.new_client(user.id)
            assert len((await exported(exporting, "NDJSON")).text.splitlines()) == number + 1
        for url in pair.settings.owner_urls:
            async with connected(url) as owner:
                assert await owner.fetchval("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'reader'")


@pytest.mark.slow
async def test_a_dead_database_is_reported_and_hides_no_other(
    pair: Pair, tasks: list[dict[str, Any]], administrator: Client
) -> None:
    administrator = pair.application.new_client(pair.here.id, role="admin")
    dies = pair.servers[1]
    dies.stop()
    for query, path, expected in (
        ("{ admin { statistics { totalTasks } } }", "statistics", {"totalTasks": 4}),
        ("{ admin { users { nodes { userId } } } }", "users", {"nodes": [{"userId": str(pair.here.id)}]}),
        (
            "{ admin { tasks(first: 3) { nodes { id } } } }",
            "tasks",
            {"nodes": [{"id": tasks[number]["id"]} for number in (0, 2, 4)]},
        ),
    ):
        answer = await administrator.post(query)
        assert answer["data"]["admin"][path] == expected
        [error] = answer["errors"]
        name = f"127.0.0.1:{dies.port}/task_record"
        assert error["extensions"] == {"code": "UNAVAILABLE", "databases": [name]}
        assert name in error["message"]
        assert dies.secrets.application_password not in error["message"]
    dies.start()
    await asyncio.to_thread(dies.wait_until_ready)
