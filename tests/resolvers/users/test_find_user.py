"""Back ends and administrators look a user up."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.api import Client
from tests.pictures import data_url, picture
from tests.resolvers.boards.boards import join, new_board

USER = """query ($id: ID!) { user(id: $id) {
  id plan { name } storageUsed tasksThisMonth credits { available }
  tasks(first: 2, where: { status: [COMPLETED] }) { nodes { prompt userId } totalCount { value } }
  statistics { totalTasks successfulTasks } } }"""
ID = "query ($id: ID!) { user(id: $id) { id } }"
AUDIT = "query ($id: ID) { admin { audit(userId: $id) { nodes { action actorId count detail } } } }"


async def audited(administrator: Client, user: Client) -> list[Any]:
    return list((await administrator.data(AUDIT, id=str(user.id)))["admin"]["audit"]["nodes"])


@pytest.mark.parametrize("role", ["service", "admin"])
async def test_what_a_user_has(user: Client, new_client: Callable[..., Client], role: str) -> None:
    image = picture()
    for number in range(3):
        task = await user.task("createTask", prompt=f"A fox {number}")
        await user.task("completeTask", id=task["id"], image={"dataUrl": data_url(image)})
    await user.task("createTask", prompt="Not completed")
    client = new_client(role=role, plan=None)
    assert (await client.data(USER, id=str(user.id)))["user"] == {
        "id": str(user.id),
        "plan": {"name": "pro"},
        "storageUsed": 3 * len(image),
        "tasksThisMonth": 4,
        "credits": None,
        "tasks": {
            "nodes": [{"prompt": f"A fox {number}", "userId": str(user.id)} for number in (2, 1)],
            "totalCount": {"value": 3},
        },
        "statistics": {"totalTasks": 4, "successfulTasks": 3},
    }
    administrator = new_client(role="admin")
    read = {"actorId": str(client.id), "count": 0, "detail": "looked up", "action": "READ_USER"}
    tasks = {"actorId": str(client.id), "count": 2, "detail": "status: completed", "action": "READ_TASKS"}
    assert await audited(administrator, user) == ([tasks, read] if role == "admin" else [])


async def test_the_other_pages_of_their_tasks(user: Client, new_client: Callable[..., Client]) -> None:
    ids = [(await user.task("createTask", prompt="A fox"))["id"] for _ in range(5)]
    query = """query ($id: ID!, $after: String) { user(id: $id) { tasks(first: 2, after: $after) {
      nodes { id } pageInfo { endCursor hasNextPage } } } }"""
    service, found, after = new_client(role="service"), [], None
    for _ in range(3):
        page = (await service.data(query, id=str(user.id), after=after))["user"]["tasks"]
        found += [node["id"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
    assert (found, page["pageInfo"]["hasNextPage"]) == (ids[::-1], False)


async def test_nothing_is_known(user: Client, new_client: Callable[..., Client]) -> None:
    for role in ("service", "admin"):
        client = new_client(role=role)
        assert await client.data(ID, id=str(uuid4())) == {"user": None}
        assert (await client.error(ID, id="me"))["extensions"]["code"] == "BAD_USER_INPUT"
    assert await audited(new_client(role="admin"), user) == []


async def test_who_has_only_joined_a_board(user: Client, new_client: Callable[..., Client]) -> None:
    member, service = new_client(), new_client(role="service", plan=None)
    await join(user, await new_board(user), member)
    assert (await service.data(ID, id=str(member.id)))["user"] == {"id": str(member.id)}


async def test_users_look_nobody_up(user: Client) -> None:
    await user.task("createTask", prompt="A fox")
    assert (await user.error(ID, id=str(user.id)))["extensions"]["code"] == "FORBIDDEN"


async def test_a_plan_that_is_gone(user: Client, new_client: Callable[..., Client], database: Any) -> None:
    await user.task("createTask", prompt="A fox")
    await database.execute("UPDATE task_record.user_plans SET plan = 'gone' WHERE user_id = $1", user.id)
    service = new_client(role="service", plan=None)
    query = "query ($id: ID!) { user(id: $id) { plan { name } } }"
    assert (await service.data(query, id=str(user.id)))["user"]["plan"]["name"] == "free"
    assert (await service.task("createTask", userId=str(user.id), prompt="A fox"))["status"] == "PENDING"
