"""Administrators read any user's tasks; each read is an entry of the audit."""

from typing import Any

import pytest

from tests.api import Client, NewClient
from tests.pictures import data_url, picture
from tests.resolvers.administration.entries import audited

TASKS = """query ($userId: ID, $first: Int, $after: String, $where: TaskFilter, $orderBy: TaskOrder) {
  admin { tasks(userId: $userId, first: $first, after: $after, where: $where, orderBy: $orderBy) {
    nodes { id userId prompt status generatedImage { url } }
    totalCount { value precision }
    pageInfo { endCursor hasNextPage hasPreviousPage }
  } } }"""


async def read(administrator: Client, **arguments: Any) -> dict[str, Any]:
    return dict((await administrator.data(TASKS, **arguments))["admin"]["tasks"])


async def readings(administrator: Client, user: Client | None) -> list[tuple[int, str]]:
    """Return the count of tasks read and the filter, of the administrator's entries, newest first."""
    entries = [entry for entry in await audited(administrator, user) if entry[1] == str(administrator.id)]
    assert {action for action, *_ in entries} == {"READ_TASKS"}
    return [entry[2:] for entry in entries]


async def test_reading_a_users_tasks_is_audited(user: Client, administrator: Client, new_client: NewClient) -> None:
    tasks = [await user.task("createTask", prompt=f"a secret fox {number}") for number in range(3)]
    await user.task("completeTask", id=tasks[1]["id"], image={"dataUrl": data_url(picture())})
    await user.task("failTask", id=tasks[0]["id"], errorMessage="No")
    await user.mutate("deleteTask", "deletedTaskId", id=await user.new_task("gone"))
    await new_client().task("createTask", prompt="another's")
    page = await read(administrator, userId=str(user.id), first=2)
    assert [node["prompt"] for node in page["nodes"]] == ["a secret fox 2", "a secret fox 1"]
    assert page["nodes"][1]["generatedImage"]["url"].startswith("http")
    assert page["totalCount"] == {"value": 3, "precision": "EXACT"}
    assert page["pageInfo"]["hasNextPage"]
    page = await read(administrator, userId=str(user.id), first=2, after=page["pageInfo"]["endCursor"])
    assert [node["id"] for node in page["nodes"]] == [tasks[0]["id"]]
    assert page["pageInfo"]["hasPreviousPage"]
    searched = await read(administrator, userId=str(user.id), where={"search": "secret fox 2", "status": ["PENDING"]})
    assert [node["id"] for node in searched["nodes"]] == [tasks[2]["id"]]
    by_tokens = await read(administrator, userId=str(user.id), orderBy={"field": "TOKENS_USED"})
    assert len(by_tokens["nodes"]) == 3
    for wrong in ({"userId": "someone"}, {"userId": str(user.id), "after": "x"}, {"userId": str(user.id), "first": 0}):
        assert await administrator.error_code(TASKS, **wrong) == "BAD_USER_INPUT"  # nothing is read
    assert await readings(administrator, user) == [(3, ""), (1, "status: pending; search"), (1, ""), (2, "")]


async def test_one_task_and_its_place(user: Client, administrator: Client, new_client: NewClient) -> None:
    tasks = [await user.task("createTask", prompt=f"a fox {number}") for number in range(3)]
    query = """query ($user: ID!, $id: ID!, $at: DateTime) { admin {
      task(id: $id) { id userId prompt }
      taskPlace(userId: $user, id: $id, where: {search: "fox"}) { cursor before { value } after { value } }
      tasks(userId: $user, first: 1, startingAt: $at) { nodes { id } }
    } }"""
    at = tasks[1]["createdAt"]
    found = (await administrator.data(query, user=str(user.id), id=tasks[1]["id"], at=at))["admin"]
    assert found["task"] == {"id": tasks[1]["id"], "userId": str(user.id), "prompt": "a fox 1"}
    place = found["taskPlace"]
    assert (place["before"], place["after"]) == ({"value": 1}, {"value": 1})
    assert found["tasks"]["nodes"] == [{"id": tasks[1]["id"]}]
    beyond = await read(administrator, userId=str(user.id), after=place["cursor"], where={"search": "fox"})
    assert [node["id"] for node in beyond["nodes"]] == [tasks[0]["id"]]
    task_id = tasks[1]["id"]
    expected = [(1, ""), (1, f"place of task {task_id}; search"), (1, f"task {task_id}")]
    assert sorted((await readings(administrator, user))[1:]) == expected

    other = await new_client().task("createTask", prompt="another's fox")
    found = (await administrator.data(query, user=str(user.id), id=other["id"]))["admin"]
    assert (found["task"]["id"], found["taskPlace"]) == (other["id"], None)
    await user.mutate("deleteTask", "deletedTaskId", id=tasks[0]["id"])
    found = (await administrator.data(query, user=str(user.id), id=tasks[0]["id"]))["admin"]
    assert (found["task"], found["taskPlace"]) == (None, None)
    for wrong in ({"user": "someone", "id": other["id"]}, {"user": str(user.id), "id": "a task"}):
        errors = (await administrator.post(query, **wrong))["errors"]
        assert {error["extensions"]["code"] for error in errors} == {"BAD_USER_INPUT"}


@pytest.mark.slow
@pytest.mark.own_database
async def test_the_tasks_of_all_users_come_newest_first(administrator: Client, new_client: NewClient) -> None:
    tasks = [await new_client().task("createTask", prompt="a fox") for _ in range(3)]
    page = await read(administrator, first=2)
    assert [node["id"] for node in page["nodes"]] == [tasks[2]["id"], tasks[1]["id"]]
    page = await read(administrator, first=1, after=page["pageInfo"]["endCursor"])
    assert [node["id"] for node in page["nodes"]] == [tasks[0]["id"]]
    assert page["totalCount"]["value"] >= 3
    span = {"gte": tasks[0]["createdAt"], "lt": tasks[1]["createdAt"]}
    page = await read(administrator, where={"createdAt": span, "taskType": ["IMAGE_GENERATION"]})
    assert [node["id"] for node in page["nodes"]] == [tasks[0]["id"]]
    [last, *_] = await readings(administrator, None)
    assert last[0] == 1
    assert last[1].startswith("task_type: image_generation; created_at: ")
    error = await administrator.error(TASKS, orderBy={"field": "TOKENS_USED"})
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "give a `userId`" in error["message"]


async def test_reading_a_lineage_is_audited(user: Client, administrator: Client) -> None:
    first = await user.new_task("a fox")
    source = {"taskId": first, "relation": "EDIT"}
    second = await user.new_task("a vixen", sources=[source])
    query = """query ($id: ID!) { admin { task(id: $id) {
      sources { taskId relation task { prompt lineage { taskCount } } image { url } }
      derivedTasks { nodes { prompt } totalCount { value } } lineage { taskCount roots { id } } } } }"""
    for _ in range(3):  # compiled or not
        assert (await administrator.data(query, id=second))["admin"]["task"] == {
            "sources": [source | {"task": {"prompt": "a fox", "lineage": {"taskCount": 1}}, "image": None}],
            "derivedTasks": {"nodes": [], "totalCount": {"value": 0}},
            "lineage": {"taskCount": 2, "roots": [{"id": first}]},
        }
    derived = (await administrator.data(query, id=first))["admin"]["task"]["derivedTasks"]
    assert derived == {"nodes": [{"prompt": "a vixen"}], "totalCount": {"value": 1}}
    expected = {(1, f"task {first}"), (1, f"made from task {first}"), (1, "lineages"), (1, "tasks of a lineage")}
    assert {*(await readings(administrator, user))[:4]} == expected
