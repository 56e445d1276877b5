"""Back ends and administrators look a user up."""

from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from tests.api import Client, NewClient
from tests.pictures import data_url, picture
from tests.resolvers.administration.entries import audited
from tests.resolvers.boards.boards import join, new_board
from tests.statements import statements_of

USER = """query ($id: ID!) { user(id: $id) {
  id plan { name } storageUsed tasksThisMonth credits { available }
  tasks(first: 2, where: { status: [COMPLETED] }) { nodes { prompt userId } totalCount { value } }
  statistics { taskCount completedTasks } } }"""
ID = "query ($id: ID!) { user(id: $id) { id } }"


@pytest.mark.parametrize("role", ["service", "admin"])
async def test_a_user_is_found_with_their_totals(user: Client, new_client: NewClient, role: str) -> None:
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
        "statistics": {"taskCount": 4, "completedTasks": 3},
    }
    actor = str(client.id)
    entries = [("READ_TASKS", actor, 2, "status: completed"), ("READ_USER", actor, 0, "looked up")]
    assert await audited(new_client(role="admin"), user) == (entries if role == "admin" else [])


async def test_the_users_of_a_page_are_read_at_once(
    user: Client, new_client: NewClient, database: asyncpg.Connection
) -> None:
    """Users get none, not even of their own tasks; administrators' reading is audited."""
    for number in range(3):
        await user.new_task(f"A fox {number}")
    board = await new_board(user)
    member = new_client()
    await join(user, board, member)
    service, administrator = new_client(role="service", plan=None), new_client(role="admin")
    tasks = "query ($id: ID!) { user(id: $id) { tasks { nodes { user { id tasksThisMonth plan { name } } } } } }"
    members = "query ($id: ID!) { board(id: $id) { members { userId user { id } } } }"
    of_user = {"id": str(user.id), "tasksThisMonth": 3, "plan": {"name": "pro"}}
    for client in (service, administrator):
        found = (await client.data(tasks, id=str(user.id)))["user"]["tasks"]["nodes"]
        assert found == [{"user": of_user}] * 3
    assert [entry[2:] for entry in await audited(administrator, user)] == [
        *[(1, "looked up"), (3, "")],
        (0, "looked up"),
    ]
    found = (await service.data(members, id=board))["board"]["members"]
    assert found == [{"userId": str(one.id), "user": {"id": str(one.id)}} for one in (user, member)]
    ran = [await statements_of(service, tasks, id=str(user.id)) for _ in range(2)]
    assert sum("unnest(CAST($1 AS uuid[])) AS given" in text for text in ran[1]) == 1
    assert (await user.data(members, id=board))["board"]["members"][1]["user"] is None
    assert (await user.data("{ tasks(first: 1) { nodes { user { id } } } }"))["tasks"]["nodes"] == [{"user": None}]


async def test_an_unknown_user_is_null(user: Client, new_client: NewClient) -> None:
    await user.task("createTask", prompt="A fox")
    assert await user.error_code(ID, id=str(user.id)) == "FORBIDDEN"
    for role in ("service", "admin"):
        client = new_client(role=role)
        assert await client.data(ID, id=str(uuid4())) == {"user": None}
        assert await client.error_code(ID, id="me") == "BAD_USER_INPUT"
    assert await audited(new_client(role="admin"), user) == []


async def test_a_user_who_only_joined_a_board_is_found(user: Client, new_client: NewClient) -> None:
    member, service = new_client(), new_client(role="service", plan=None)
    await join(user, await new_board(user), member)
    assert (await service.data(ID, id=str(member.id)))["user"] == {"id": str(member.id)}


async def test_a_plan_that_is_gone(user: Client, new_client: NewClient, database: Any) -> None:
    await user.task("createTask", prompt="A fox")
    await database.execute("UPDATE task_record.user_plans SET plan = 'gone' WHERE user_id = $1", user.id)
    service = new_client(role="service", plan=None)
    query = "query ($id: ID!) { user(id: $id) { plan { name } } }"
    assert (await service.data(query, id=str(user.id)))["user"]["plan"]["name"] == "free"
    assert (await service.task("createTask", userId=str(user.id), prompt="A fox"))["status"] == "PENDING"
