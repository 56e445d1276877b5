"""Limits of plans and credits hold for each task of a batch, as for calls of its own."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from asyncpg import Connection

from tests.api import Client, NewClient
from tests.pictures import data_url, picture
from tests.resolvers.credits.ledger import balance, changes, drift, give
from tests.resolvers.tasks.batches.batch import codes, record, recorded, task

IMAGES = [{"dataUrl": data_url(content)} for content in (picture(seed=seed) for seed in range(6))]
SIZES = [len(picture(seed=seed)) for seed in range(6)]
FAILED = {"failed": {"errorMessage": "No fox"}}
DONE: dict[str, Any] = {"completed": {}}


async def test_types_months_and_outcomes(new_client: NewClient) -> None:
    user = new_client(plan="few")
    results = await record(user, task(taskType="IMAGE_EDIT"), *(task(FAILED, prompt=f"A fox {n}") for n in range(5)))
    assert codes(results) == ["PLAN_LIMIT", None, None, None, "QUOTA_EXCEEDED", "QUOTA_EXCEEDED"]
    assert results[0]["errors"][0]["field"] == ["input", "tasks", "0", "task", "taskType"]
    error = results[4]["errors"][0]
    assert (error["field"], error["details"]) == (
        ["input", "tasks", "4"],
        {"limit": "max_tasks_per_month", "maximum": 3, "used": 3},
    )
    assert (await user.data("{ viewer { tasksThisMonth } }"))["viewer"]["tasksThisMonth"] == 3
    results = await record(new_client(plan="recording"), task(FAILED), task(id=str(uuid4())))
    assert codes(results) == ["FORBIDDEN", None]
    assert results[0]["errors"][0]["field"] == ["input", "tasks", "0", "outcome"]


async def test_the_quota_is_that_of_the_month_of_each_task(new_client: NewClient) -> None:
    service, user = new_client(role="service", plan=None), new_client(plan="few")
    await user.task(
        "createTask", prompt="A fox"
    )  # so that the plan is stored, which the back end's token does not name
    now = datetime.now(UTC)
    before = (now.replace(day=1) - timedelta(days=3)).isoformat()
    given = [("now", None)] * 4 + [("before", before)] * 4
    tasks = [
        task(FAILED, userId=str(user.id), prompt=f"{n}", **({"createdAt": at} if at else {}))
        for n, (_, at) in enumerate(given)
    ]
    assert codes(await record(service, *tasks)) == [None] * 2 + ["QUOTA_EXCEEDED"] * 2 + [None] * 3 + ["QUOTA_EXCEEDED"]
    old = (now - timedelta(days=61)).isoformat()
    [result] = await record(service, task(userId=str(user.id), createdAt=old))
    [error] = result["errors"]
    assert (error["code"], error["field"][3:]) == ("INVALID", ["task", "createdAt"])


async def test_storage(new_client: NewClient) -> None:
    user = new_client(plan="small")
    results = await record(user, *(task({"completed": {"image": image}}) for image in IMAGES), task(FAILED))
    fit = sum(sum(SIZES[: n + 1]) <= 500 for n in range(6))
    assert codes(results) == [None] * fit + ["QUOTA_EXCEEDED"] * (6 - fit) + [None]
    assert (await user.data("{ viewer { storageUsed } }"))["viewer"]["storageUsed"] == sum(SIZES[:fit])


async def test_credits_are_held_and_spent_in_order(new_client: NewClient, database: Connection) -> None:
    service, user = new_client(role="service", plan="priced"), new_client(plan="priced")
    await give(service, user, 12)
    tasks = await recorded(
        user,
        task(DONE, imageCount=2),
        task(FAILED),
        task({"completed": {"creditsDeducted": 1}}, taskType="IMAGE_EDIT"),
        task({"canceled": {}}, creditsReserved=4),
        task(id=str(uuid4())),
    )
    assert [one["creditsDeducted"] for one in tasks] == [6, 0, 1, 0, 0]
    assert await changes(user) == [
        ("GRANT", 12, 12, 0),
        *(("HOLD", -6, 6, 6), ("SETTLE", 0, 6, 0)),
        *(("HOLD", -3, 3, 3), ("RELEASE", 3, 6, 0)),
        *(("HOLD", -5, 1, 5), ("SETTLE", 4, 5, 0)),
        *(("HOLD", -4, 1, 4), ("RELEASE", 4, 5, 0)),
        ("HOLD", -3, 2, 3),
    ]
    results = await record(
        user,
        task(creditsReserved=2),
        task(),
        task(DONE, creditsReserved=0),
        task({"failed": {"errorMessage": "No fox", "creditsDeducted": 1}}),
        task({"completed": {"creditsDeducted": 9}}, creditsReserved=0),
    )
    assert codes(results) == [None, "INSUFFICIENT_CREDITS", None, "INVALID", None]
    assert results[1]["errors"][0]["details"] == {"available": 0, "reserved": 3}
    assert results[3]["errors"][0]["field"][3:] == ["outcome", "failed", "creditsDeducted"]
    assert await balance(user) == (0, 5)
    opened = {"id": tasks[4]["id"]}
    assert codes(await record(user, task(DONE, **opened))) == [None]
    assert await balance(user) == (0, 2)
    assert await drift(database, user) == []


async def test_credits_reserved_need_prices(user: Client) -> None:
    results = await record(user, task(creditsReserved=2), task({"completed": {"creditsDeducted": 7}}))
    assert codes(results) == ["PLAN_LIMIT", None]
    assert results[1]["task"]["creditsDeducted"] == 7
