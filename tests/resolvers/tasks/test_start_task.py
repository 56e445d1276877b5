import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from tests.api import Client
from tests.pictures import data_url, picture


async def test_a_pending_task_becomes_processing(user: Client) -> None:
    created = await user.task("createTask", prompt="A fox")
    started = await user.task("startTask", id=created["id"])
    assert started == created | {name: started[name] for name in ("updatedAt", "startedAt")} | {"status": "PROCESSING"}
    assert started["updatedAt"] > created["updatedAt"]


async def test_a_task_that_has_ended_cannot_be_started(user: Client) -> None:
    changes: list[tuple[str, dict[str, Any]]] = [
        ("completeTask", {"image": {"dataUrl": data_url(picture())}}),
        ("failTask", {"errorMessage": "x"}),
    ]
    for name, given in changes:
        task = await user.task("createTask", prompt="A fox")
        changed = await user.task(name, id=task["id"], **given)
        error = await user.refused("startTask", id=task["id"])
        assert (error["code"], error["field"]) == ("CONFLICT", ["input", "id"])
        status = changed["status"]
        assert error["message"] == f"The task has {status.lower()} already, and that is final."
        read = await user.data("query ($id: ID!) { task(id: $id) { status } }", id=task["id"])
        assert read["task"] == {"status": status}


async def test_a_second_call_changes_nothing_and_answers_the_same(user: Client) -> None:
    task = await user.task("createTask", prompt="A fox")
    started = await user.task("startTask", id=task["id"])
    for _ in range(2):
        assert await user.task("startTask", id=task["id"]) == started


async def test_concurrent_calls_start_it_once_and_answer_the_same(user: Client) -> None:
    for _ in range(5):
        task = await user.task("createTask", prompt="A fox")
        started = await asyncio.gather(*(user.task("startTask", id=task["id"]) for _ in range(4)))
        assert [one["status"] for one in started] == ["PROCESSING"] * 4
        assert len({one["updatedAt"] for one in started}) == 1


async def test_what_a_back_end_starts_once_more_it_alone_ends(new_client: Callable[..., Client]) -> None:
    service, user = new_client(role="service"), new_client()
    task = await user.task("createTask", prompt="A fox")
    await user.task("startTask", id=task["id"])
    started = await service.task("startTask", id=task["id"])
    assert await service.task("startTask", id=task["id"]) == started
    assert await user.task("startTask", id=task["id"]) == started
    error = await user.refused("failTask", id=task["id"], errorMessage="No fox")
    assert error["code"] == "FORBIDDEN"
    assert (await service.task("failTask", id=task["id"], errorMessage="No fox"))["status"] == "FAILED"


async def test_a_task_that_is_not_there(user: Client) -> None:
    error = await user.refused("startTask", id=str(uuid4()))
    assert error == {"field": ["input", "id"], "code": "NOT_FOUND", "message": "There is no such task."}
