"""A task's price is held when it is created, spent when it is completed, and released when it fails or is deleted."""

import asyncio
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from server.development.seed import seed
from server.settings.settings import Settings
from tests.api import Client, NewClient
from tests.models.locked_table import until_waiting
from tests.resolvers.credits.ledger import IMAGE, balance, changes, drift, entries, give, let_expire, soon
from tests.services import PostgresService

LEFT = "SELECT remaining FROM task_record.credit_grants WHERE user_id = $1 ORDER BY expires_at"


async def held(user: Client, task_id: str) -> int:
    task = (await user.data("query ($id: ID!) { task(id: $id) { creditsHeld } }", id=task_id))["task"]
    return int(task["creditsHeld"])


async def test_a_completed_task_spends_what_it_costs(
    service: Client, user: Client, database: asyncpg.Connection
) -> None:
    grant = await give(service, user, 10)
    task = await user.task("createTask", prompt="A fox")
    assert await balance(user) == (7, 3)
    assert await held(user, task["id"]) == 3
    completed = await user.task("completeTask", id=task["id"], image=IMAGE, creditsDeducted=2)
    assert completed["creditsDeducted"] == 2
    assert await held(user, task["id"]) == 0
    assert await balance(user) == (8, 0)
    assert await changes(user) == [("GRANT", 10, 10, 0), ("HOLD", -3, 7, 3), ("SETTLE", 1, 8, 0)]
    given, held_for, settled = await entries(user)
    assert (given["grantId"], given["taskId"], given["reason"]) == (grant, None, "Bought")
    assert (held_for["grantId"], held_for["taskId"], held_for["reason"]) == (grant, task["id"], None)
    assert (settled["grantId"], settled["taskId"]) == (None, task["id"])
    assert await user.task("completeTask", id=task["id"], image=IMAGE, creditsDeducted=2) == completed
    assert await balance(user) == (8, 0)
    assert await drift(database, user) == []


async def test_held_credits_are_spent_by_default(service: Client, user: Client) -> None:
    """They are what the call reserves, or else the price of each image."""
    await give(service, user, 10)
    given: dict[str, Any] = {"id": str(uuid4()), "prompt": "A fox", "creditsReserved": 4}
    task = await user.task("createTask", **given)
    assert await user.task("createTask", **given) == task
    assert await balance(user) == (6, 4)
    assert (await user.refused("createTask", **given | {"creditsReserved": 5}))["code"] == "CONFLICT"
    for _ in range(2):
        assert (await user.task("completeTask", id=task["id"], image=IMAGE))["creditsDeducted"] == 4
    assert await balance(user) == (6, 0)
    task = await user.task("createTask", prompt="A fox", imageCount=2)
    assert await balance(user) == (0, 6)
    await user.task("completeTask", id=task["id"], image=IMAGE, moreImages=[IMAGE], creditsDeducted=5)
    assert await balance(user) == (1, 0)


async def test_failed_and_deleted_tasks_cost_nothing(
    service: Client, user: Client, database: asyncpg.Connection
) -> None:
    await give(service, user, 20)
    tasks = [await user.task("createTask", prompt="A fox", taskType="IMAGE_EDIT") for _ in range(4)]
    assert await balance(user) == (0, 20)
    charged = {"id": tasks[0]["id"], "errorMessage": "No fox", "creditsDeducted": 1}
    assert await user.refusal("failTask", **charged) == ("INVALID", ["input", "creditsDeducted"])
    await user.task("failTask", id=tasks[0]["id"], errorMessage="No fox", tokensUsed=100)
    assert await balance(user) == (5, 15)
    await user.mutate("deleteTask", "deletedTaskId", id=tasks[1]["id"])
    assert await balance(user) == (10, 10)
    await user.mutate("deleteTasks", "deletedTaskIds", ids=[task["id"] for task in tasks[2:]])
    assert await balance(user) == (20, 0)
    assert [kind for kind, *_ in await changes(user)] == ["GRANT"] + ["HOLD"] * 4 + ["RELEASE"] * 4
    # Deleting a completed task refunds nothing.
    task = await user.task("createTask", prompt="A fox")
    await user.task("completeTask", id=task["id"], image=IMAGE)
    await user.mutate("deleteTask", "deletedTaskId", id=task["id"])
    assert await balance(user) == (17, 0)
    assert (await user.data("{ statistics { totalCreditsDeducted } }"))["statistics"] == {"totalCreditsDeducted": 3}
    assert await drift(database, user) == []


async def test_without_enough_credits_nothing_is_recorded(service: Client, user: Client) -> None:
    given = {"id": str(uuid4()), "prompt": "A fox"}
    assert (await user.refused("createTask", **given))["message"] == "0 credits are available; the task may cost 3."
    await give(service, user, 2)
    message = "2 credits are available; the task may cost 3."
    error = await user.refused("createTask", **given, originalImage=IMAGE)
    assert error == {"field": None, "code": "INSUFFICIENT_CREDITS", "message": message}
    read = await user.data("{ viewer { tasksThisMonth storageUsed } tasks { nodes { id } } }")
    assert read == {"viewer": {"tasksThisMonth": 0, "storageUsed": 0}, "tasks": {"nodes": []}}
    assert await balance(user) == (2, 0)
    await give(service, user, 1)
    await user.task("createTask", **given)
    assert await balance(user) == (0, 3)


async def test_one_of_fifty_wins(service: Client, user: Client, database: asyncpg.Connection) -> None:
    await give(service, user, 5)
    ends = [user.mutate("createTask", prompt="A fox") for _ in range(25)]
    ends += [service.mutate("createTask", prompt="A fox", userId=str(user.id)) for _ in range(25)]
    payloads = await asyncio.gather(*ends)
    assert sorted(error["code"] for payload in payloads for error in payload["errors"]) == ["INSUFFICIENT_CREDITS"] * 49
    assert await balance(user) == (2, 3)
    assert await drift(database, user) == []


async def test_credits_that_expire_first_are_spent_first(
    service: Client, user: Client, database: asyncpg.Connection
) -> None:
    await give(service, user, 10)
    first = await give(service, user, 2, expiresAt=soon(100))
    await give(service, user, 2, expiresAt=soon(200))
    task = await user.task("createTask", prompt="A fox", creditsReserved=5)
    assert [row["remaining"] for row in await database.fetch(LEFT, user.id)] == [0, 0, 9]
    assert (await entries(user))[-1]["grantId"] is None  # None, because several grants were used
    # Credits held of a grant that has expired since can be spent; if they are released, they are lost.
    await let_expire(database, user, grant=first)
    assert await balance(user) == (9, 5)
    await user.task("completeTask", id=task["id"], image=IMAGE, creditsDeducted=1)
    assert await balance(user) == (12, 0)
    assert [row["remaining"] for row in await database.fetch(LEFT, user.id)] == [0, 2, 10]
    assert await drift(database, user) == []


async def test_a_grant_expires_when_it_is_read(service: Client, user: Client, database: asyncpg.Connection) -> None:
    await give(service, user, 3)
    grant = await give(service, user, 10, expiresAt=soon(100))
    expiring = "query ($before: DateTime!) { viewer { credits { expiring(before: $before) } } }"
    assert (await user.data(expiring, before=soon(200)))["viewer"]["credits"] == {"expiring": 10}
    assert (await user.data(expiring, before=soon(50)))["viewer"]["credits"] == {"expiring": 0}
    await let_expire(database, user, grant=grant)
    assert await balance(user) == (3, 0)
    assert (await user.data(expiring, before=soon(200)))["viewer"]["credits"] == {"expiring": 0}
    assert (await changes(user))[-1] == ("EXPIRE", -10, 3, 0)
    assert (await entries(user))[-1]["grantId"] == grant
    assert await drift(database, user) == []


async def test_a_hold_that_expires_is_released(service: Client, user: Client, database: asyncpg.Connection) -> None:
    await give(service, user, 5)
    task = await user.task("createTask", prompt="A fox", taskType="IMAGE_EDIT")
    await let_expire(database, user, holds=True)
    assert await held(user, task["id"]) == 0
    assert await balance(user) == (5, 0)
    assert (await changes(user))[-1] == ("RELEASE", 5, 5, 0)
    # A task that is completed after its hold has expired costs the same.
    assert (await user.task("completeTask", id=task["id"], image=IMAGE))["creditsDeducted"] == 5
    assert await balance(user) == (0, 0)
    assert (await changes(user))[-1] == ("SETTLE", -5, 0, 0)
    assert await drift(database, user) == []


async def test_an_uncovered_cost_is_written_off(
    service: Client, user: Client, database: asyncpg.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    await give(service, user, 5)
    task = await user.task("createTask", prompt="A fox")
    completed = await user.task("completeTask", id=task["id"], image=IMAGE, creditsDeducted=9)
    assert (completed["status"], completed["creditsDeducted"]) == ("COMPLETED", 9)
    assert await balance(user) == (0, 0)
    assert (await changes(user))[-1] == ("SETTLE", -2, 0, 0)
    assert f"4 credits were written off: the task {task['id']} cost 9, more than its user had." in caplog.messages
    assert await drift(database, user) == []


async def test_deletions_for_several_users_never_deadlock(
    service: Client, new_client: NewClient, database: asyncpg.Connection, postgres: PostgresService, settings: Settings
) -> None:
    users = [new_client(plan="priced") for _ in range(2)]
    one, other = users
    ids = sorted(str(uuid4()) for _ in range(4))
    for user in users:
        await give(service, user, 6)
    for user, task in zip([one, other, other, one], ids, strict=True):
        await user.task("createTask", id=task, prompt="A fox")

    # In a large table, PostgreSQL looks tasks up by id, so that it locks rows of the users in mixed order.
    await seed(settings.database_owner_url.get_secret_value(), uuid4(), 1_000)
    await database.execute("ANALYZE user_task_history")

    async def delete(*tasks: str) -> Any:
        return await service.mutate("deleteTasks", "deletedTaskIds", ids=tasks)

    superuser = await asyncpg.connect(postgres.superuser_url)
    async with asyncio.TaskGroup() as deletions, database.transaction():
        await database.execute("SELECT FROM task_record.credit_accounts WHERE user_id = $1 FOR UPDATE", one.id)
        first = deletions.create_task(delete(*ids[:2]))
        await until_waiting(superuser, settings, 1)
        second = deletions.create_task(delete(*ids[2:]))
        await until_waiting(superuser, settings, 2)
    await superuser.close()
    assert first.result() == {"deletedTaskIds": ids[:2], "errors": []}
    assert second.result() == {"deletedTaskIds": ids[2:], "errors": []}
    assert [await balance(user) for user in users] == [(6, 0), (6, 0)]
