"""No root field lets a user reach another user's data."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from schema.schema import schema
from tests.api import IMAGE, TASK, Client, NewClient, mutation
from tests.application import ServedApplication
from tests.pictures import data_url, picture
from tests.resolvers.images.direct_upload import UPLOAD, announced

SECRETS = ("secret", 'tokensUsed": 150', "task-history")
CONTENT = picture()
DATA_URL = {"dataUrl": data_url(CONTENT)}
TODAY = datetime.now(UTC).date()
READ = f"query ($id: ID!) {{ task(id: $id) {{ {TASK} }} }} {IMAGE}"

# By root field: a selection, tried on another user's task `$id`, and the only answer that is allowed.
QUERIES: dict[str, tuple[str, Any]] = {
    "viewer": ("viewer { storageUsed tasksThisMonth }", {"storageUsed": 0, "tasksThisMonth": 0}),
    "node": ("node(id: $id) { id ... on TaskRecord { prompt } }", None),
    "nodes": ("nodes(ids: [$id, $id]) { id ... on TaskRecord { prompt } }", [None, None]),
    "task": ("task(id: $id) { prompt }", None),
    "tasks": (
        'tasks(where: {search: "secret"}) { nodes { id } edges { node { id } } totalCount { value } }',
        {"nodes": [], "edges": [], "totalCount": {"value": 0}},
    ),
    "similarTasks": ("similarTasks(to: {taskId: $id}) { task { id } }", []),
    "prompts": ("prompts { nodes { text } edges { cursor } }", {"nodes": [], "edges": []}),
    "labels": ("labels { taskCount }", []),
    "taskByExternalId": ('taskByExternalId(externalId: "prediction-1") { prompt }', None),
    "taskPlace": ("taskPlace(id: $id) { cursor before { value } after { value } }", None),
    "statistics": ("statistics { totalTasks totalTokensUsed }", {"totalTasks": 0, "totalTokensUsed": 0}),
    "statisticsHistory": (
        'statisticsHistory(period: MONTH, from: "2026-01-01", to: "2030-01-01") { totalTasks }',
        [{"totalTasks": 0}] * 48,
    ),
    "usage": (
        f'usage(from: "{TODAY - timedelta(days=9)}", to: "{TODAY + timedelta(days=9)}", groupBy: DAY) {{ day }}',
        [],
    ),
    "insights": (f'insights(from: "{TODAY - timedelta(days=9)}", to: "{TODAY + timedelta(days=9)}") {{ kind }}', []),
    "compareModels": (
        f'compareModels(models: ["a", "b"], from: "{TODAY - timedelta(days=9)}", to: "{TODAY}") {{ promptCount }}',
        None,
    ),
}
MUTATIONS: dict[str, dict[str, Any]] = {
    "createTask": {"prompt": "A secret fox"},
    "startTask": {},
    "createImageUpload": announced("", CONTENT),
    "uploadOriginalImage": {"image": DATA_URL},
    "completeTask": {"image": DATA_URL, "tokensUsed": 150},
    "failTask": {"errorMessage": "x"},
    "cancelTask": {},
    "rateTask": {"rating": 1},
    "deleteTask": {},
    "deleteTasks": {},
    "starTasks": {},
}


@pytest.fixture
async def task(user: Client) -> dict[str, Any]:
    """Another user's task, open, so that any change to it would succeed if it were allowed."""
    return await user.task("createTask", prompt="A secret fox", originalImage=DATA_URL, externalId="prediction-1")


def test_every_root_field_is_tried_here() -> None:
    """tests/resolvers/test_unknown_ids.py tries all other mutations, and tests of their subjects the other queries."""
    types = schema._schema
    assert types.query_type
    others = {"admin", "user", "unfinishedTasks", "taskChanges", "trash", "verifyImage", "shareLinks"}
    assert set(types.query_type.fields) == {*QUERIES, *others, "board", "boards", "savedViews"}
    assert types.subscription_type
    assert [*types.subscription_type.fields] == ["taskEvents"]


@pytest.mark.parametrize("role", ["user", "admin"])
async def test_queries(new_client: NewClient, task: dict[str, Any], role: str) -> None:
    stranger = new_client(role=role)
    for name, (field, expected) in QUERIES.items():
        variable = "($id: ID!)" if "$id" in field else ""
        data = await stranger.data(f"query {variable} {{ {name}: {field} }}", id=task["id"])
        assert data == {name: expected}


async def test_a_cursor_of_someone_elses_leads_to_nothing(user: Client, new_client: NewClient) -> None:
    for prompt in ("A secret fox", "A secret wolf"):
        await user.task("createTask", prompt=prompt)
    page = await user.data("{ tasks(first: 1) { pageInfo { endCursor } } }")
    cursor = page["tasks"]["pageInfo"]["endCursor"]
    for arguments in ("first: 10, after: $cursor", "last: 10, before: $cursor"):
        fields = "nodes { id } pageInfo { hasNextPage hasPreviousPage }"
        query = f"query ($cursor: String!) {{ tasks({arguments}) {{ {fields} }} }}"
        tasks = (await new_client().data(query, cursor=cursor))["tasks"]
        assert tasks == {"nodes": [], "pageInfo": {"hasNextPage": False, "hasPreviousPage": False}}


def given(name: str, task_id: str) -> dict[str, Any]:
    target: dict[str, dict[str, Any]] = {"createImageUpload": {"taskId": task_id}, "deleteTasks": {"ids": [task_id]}}
    target["starTasks"] = {"ids": [task_id]}
    return MUTATIONS[name] | target.get(name, {"id": task_id})


def selection(name: str) -> str:
    results = {"createImageUpload": UPLOAD, "deleteTask": "deletedTaskId", "deleteTasks": "deletedTaskIds"}
    results["starTasks"] = "tasks { id }"
    return results.get(name, "task { id prompt }")


@pytest.mark.parametrize("role", ["user", "admin"])
async def test_mutations(user: Client, new_client: NewClient, task: dict[str, Any], role: str) -> None:
    stranger = new_client(role=role)
    statistics = "{ statistics { totalTasks totalTokensUsed updatedAt } viewer { storageUsed } }"
    before = await user.data(statistics)
    for name in MUTATIONS:
        answer = await stranger.post(mutation(name, selection(name)), input=given(name, task["id"]))
        payload = answer["data"][name]
        [error] = payload.pop("errors")
        assert error["code"] == ("CONFLICT" if name == "createTask" else "NOT_FOUND")
        assert not any(payload.values())
        assert not any(secret in json.dumps(answer) for secret in SECRETS)
    assert (await user.data(READ, id=task["id"]))["task"] == task
    assert await user.data(statistics) == before


async def test_a_back_end_reads_any_task_by_id(user: Client, new_client: NewClient, task: dict[str, Any]) -> None:
    service = new_client(role="service")
    assert (await service.data(READ, id=task["id"]))["task"] == task
    data = await service.data("query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }", id=task["id"])
    assert data == {"node": {"id": task["id"]}, "nodes": [{"id": task["id"]}]}
    own = await service.new_task("Its own")
    listed = await service.data("{ tasks { nodes { id } totalCount { value } } statistics { totalTasks } }")
    assert listed == {"tasks": {"nodes": [{"id": own}], "totalCount": {"value": 1}}, "statistics": {"totalTasks": 1}}


async def test_a_service_may_act_on_any_task(user: Client, new_client: NewClient) -> None:
    service = new_client(role="service")
    for name in set(MUTATIONS) - {"createTask", "rateTask"}:
        task = await user.new_task()
        payload = await service.mutate(name, selection(name), **given(name, task))
        assert payload.pop("errors") == [], name
        assert all(payload.values())
    assert (await user.data("{ statistics { totalTasks totalTokensUsed } }"))["statistics"] == {
        "totalTasks": len(MUTATIONS) - 2,
        "totalTokensUsed": 150,
    }


async def events(caller: Client, server: ServedApplication, ids: list[str] | None, ready: asyncio.Event) -> Any:
    """
    Subscribe, and return the events up to the first that is not of a creation: a server that has just begun to listen
    may send creations again. `ready` is set once the response has begun.
    """
    found = []
    query = "subscription ($ids: [ID!]) { taskEvents(ids: $ids) { kind taskId task { prompt } } }"
    request = {"query": query, "variables": {"ids": ids}}
    headers = caller.headers | {"Accept": "text/event-stream"}
    async with server.http.stream("POST", "/graphql", json=request, headers=headers, timeout=20) as answer:
        ready.set()
        async for line in answer.aiter_lines():
            if line.startswith("data:") and "taskEvents" in line:
                found.append(json.loads(line.removeprefix("data:"))["data"]["taskEvents"])
                if found[-1]["kind"] != "CREATED":
                    return found
    raise AssertionError("the subscription ended")


@pytest.mark.slow
async def test_events_are_private(
    user: Client, new_client: NewClient, server: ServedApplication, task: dict[str, Any]
) -> None:
    """Except for back ends, which follow anybody's by id (tests/server/http/test_subscriptions.py)."""
    strangers = [new_client(), new_client(role="admin")]
    own = [await stranger.task("createTask", prompt="Mine") for stranger in strangers]
    ready = [asyncio.Event() for _ in range(3)]
    async with asyncio.TaskGroup() as group:
        of_owner = group.create_task(events(user, server, None, ready[0]))
        of_strangers = [
            group.create_task(events(stranger, server, [task["id"], mine["id"]], is_ready))
            for stranger, mine, is_ready in zip(strangers, own, ready[1:], strict=True)
        ]
        await asyncio.gather(*(is_ready.wait() for is_ready in ready))
        await asyncio.sleep(0.5)  # a subscription begins after its response does
        await user.task("startTask", id=task["id"])
        for stranger, mine in zip(strangers, own, strict=True):
            await stranger.task("startTask", id=mine["id"])
    for mine, events_of_mine in zip([task, *own], [of_owner, *of_strangers], strict=True):
        expected = {"taskId": mine["id"], "task": {"prompt": "Mine" if mine in own else "A secret fox"}}
        assert events_of_mine.result()[-1] == {"kind": "UPDATED", **expected}
        assert all(event == {"kind": event["kind"], **expected} for event in events_of_mine.result())
