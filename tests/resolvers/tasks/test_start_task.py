import asyncio
from typing import Any
from uuid import uuid4

from tests.api import Client
from tests.pictures import data_url, picture


async def test_a_pending_task_becomes_processing(user: Client) -> None:
    created = await user.task("createTask", prompt="A fox")
    started = await user.task("startTask", id=created["id"])
    assert started == created | {"status": "PROCESSING", "updatedAt": started["updatedAt"]}
    assert started["updatedAt"] > created["updatedAt"]


async def test_only_a_pending_task_can_be_started(user: Client) -> None:
    changes: list[tuple[str, dict[str, Any]]] = [
        ("startTask", {}),
        ("completeTask", {"image": {"dataUrl": data_url(picture())}}),
        ("failTask", {"errorMessage": "x"}),
    ]
    for name, given in changes:
        task = await user.task("createTask", prompt="A fox")
        changed = await user.task(name, id=task["id"], **given)
        error = await user.refused("startTask", id=task["id"])
        assert (error["code"], error["field"]) == ("CONFLICT", ["input", "id"])
        status = changed["status"]
        assert error["message"] == f"The task is {status.lower()} already; only a pending task can be started."
        read = await user.data("query ($id: ID!) { task(id: $id) { status } }", id=task["id"])
        assert read["task"] == {"status": status}


async def test_of_concurrent_calls_one_starts_it_and_the_others_are_told(user: Client) -> None:
    for _ in range(5):
        task = await user.task("createTask", prompt="A fox")
        payloads = await asyncio.gather(*(user.mutate("startTask", id=task["id"]) for _ in range(4)))
        refused = [payload["errors"][0]["code"] for payload in payloads if payload["errors"]]
        assert refused == ["CONFLICT"] * 3


async def test_a_task_that_is_not_there(user: Client) -> None:
    error = await user.refused("startTask", id=str(uuid4()))
    assert error == {"field": ["input", "id"], "code": "NOT_FOUND", "message": "There is no such task."}
