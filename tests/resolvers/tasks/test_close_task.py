import asyncio
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.api import IMAGE, TASK, Client
from tests.bucket import Bucket
from tests.pictures import data_url, picture
from tests.resolvers.images.direct_upload import uploaded

USED: dict[str, Any] = {"tokensUsed": 150, "creditsDeducted": 2, "generationTimeMs": 5000}
COMPLETED = USED | {"image": {"dataUrl": data_url(picture())}}
FAILED = USED | {"errorMessage": "图片处理超时"}
CLOSINGS: list[tuple[str, dict[str, Any]]] = [("completeTask", COMPLETED), ("failTask", FAILED)]


async def read(user: Client, task_id: str) -> Any:
    return (await user.data(f"query ($id: ID!) {{ task(id: $id) {{ {TASK} }} }} {IMAGE}", id=task_id))["task"]


@pytest.mark.parametrize(("name", "result"), CLOSINGS)
async def test_an_open_task_ends_with_its_usage(user: Client, name: str, result: dict[str, Any]) -> None:
    for is_started in (False, True):
        task_id = await user.new_task()
        if is_started:
            await user.task("startTask", id=task_id)
        closed = await user.task(name, id=task_id, **result)
        assert closed["status"] == {"completeTask": "COMPLETED", "failTask": "FAILED"}[name]
        assert {field: closed[field] for field in USED} == USED
        assert closed["errorMessage"] == result.get("errorMessage")
        assert (closed["generatedImage"] is None) is (name == "failTask")
        assert datetime.now(UTC) - datetime.fromisoformat(closed["completedAt"]) < timedelta(minutes=1)
        assert closed["updatedAt"] == closed["completedAt"]
        assert await read(user, task_id) == closed
    given = {field: value for field, value in result.items() if field not in USED}
    closed = await user.task(name, id=await user.new_task(), **given)
    assert {field: closed[field] for field in USED} == dict.fromkeys(USED, 0) | {"generationTimeMs": None}


@pytest.mark.parametrize(("name", "result"), CLOSINGS)
async def test_a_repeated_call_returns_the_same(
    user: Client, bucket: Bucket, name: str, result: dict[str, Any]
) -> None:
    task_id = await user.new_task()
    closed = await user.task(name, id=task_id, **result)
    # A client that repeats a call may measure the time again; the first measurement stays.
    for again in (result, *(result | {"generationTimeMs": time} for time in (None, 0, 5001))):
        assert await user.task(name, id=task_id, **again) == closed
    statistics = await user.data("{ statistics { totalTasks totalTokensUsed totalCreditsDeducted } }")
    assert list(statistics["statistics"].values()) == [1, 150, 2]
    assert len(await bucket.keys(f"task-history/{user.id}")) == (2 if name == "completeTask" else 0)


OTHER_CALLS: list[tuple[str, dict[str, Any]]] = [
    ("completeTask", COMPLETED | {"tokensUsed": 151}),
    ("completeTask", COMPLETED | {"creditsDeducted": 0}),
    ("completeTask", COMPLETED | {"image": {"dataUrl": data_url(picture(seed=1))}}),
    ("failTask", FAILED | {"errorMessage": "another"}),
    ("failTask", FAILED | {"tokensUsed": 0}),
    ("startTask", {}),
    ("uploadOriginalImage", {"image": {"dataUrl": data_url(picture(seed=2))}}),
]


@pytest.mark.parametrize(("first", "result"), CLOSINGS)
async def test_an_ended_task_does_not_change(user: Client, first: str, result: dict[str, Any]) -> None:
    task_id = await user.new_task()
    closed = await user.task(first, id=task_id, **result)
    for name, other in OTHER_CALLS:
        error = await user.refused(name, id=task_id, **other)
        assert (error["code"], error["field"]) == ("CONFLICT", ["input", "id"])
        assert closed["status"].lower() in error["message"]
    assert await read(user, task_id) == closed


async def test_concurrent_calls_that_measured_differently_all_succeed(user: Client) -> None:
    for name, result in CLOSINGS:
        task_id = await user.new_task()
        tasks, refused = await outcomes(
            [user.mutate(name, id=task_id, **result | {"generationTimeMs": number}) for number in range(4)]
        )
        assert refused == []
        assert tasks == [await read(user, task_id)] * 4


async def test_a_completion_by_direct_upload_can_be_repeated(user: Client) -> None:
    task_id, image = await user.new_task(), picture((120, 90), "JPEG", seed=4)
    result = USED | {"image": {"uploadId": await uploaded(user, task_id, image, contentType="image/jpeg")}}
    closed = await user.task("completeTask", id=task_id, **result)
    assert closed["generatedImage"]["contentType"] == "image/jpeg"
    assert await user.task("completeTask", id=task_id, **result) == closed
    # Calls are compared by the image's bytes, not by the way in which it is given.
    by_data_url = USED | {"image": {"dataUrl": data_url(image)}}
    assert await user.task("completeTask", id=task_id, **by_data_url) == closed


async def outcomes(calls: list[Awaitable[dict[str, Any]]]) -> tuple[list[Any], list[str]]:
    """Await the calls at once, and return the tasks and the error codes in their payloads."""
    payloads = await asyncio.gather(*calls)
    tasks = [payload["task"] for payload in payloads if payload["task"]]
    return tasks, [error["code"] for payload in payloads for error in payload["errors"]]


@pytest.mark.slow
@pytest.mark.parametrize(
    "others",
    [
        [("completeTask", COMPLETED), ("failTask", FAILED)],
        [("failTask", FAILED | {"errorMessage": "A"}), ("failTask", FAILED | {"errorMessage": "B"})],
        [("completeTask", COMPLETED), ("completeTask", COMPLETED | {"image": {"dataUrl": data_url(picture(seed=1))}})],
    ],
)
async def test_of_two_concurrent_ends_one_wins(
    user: Client, bucket: Bucket, others: list[tuple[str, dict[str, Any]]]
) -> None:
    rounds, stored = 8, 0
    for _ in range(rounds):
        task_id = await user.new_task()
        tasks, refused = await outcomes([user.mutate(name, id=task_id, **result) for name, result in others])
        assert refused == ["CONFLICT"]
        assert tasks == [await read(user, task_id)]
        stored += 2 * (tasks[0]["generatedImage"] is not None)
    statistics = "{ statistics { totalTasks successfulTasks failedTasks totalTokensUsed } }"
    total, successful, failed, tokens = (await user.data(statistics))["statistics"].values()
    assert (total, successful + failed, tokens) == (rounds, rounds, 150 * rounds)
    await bucket.until_left(f"task-history/{user.id}", stored)


@pytest.mark.slow
async def test_closing_and_deleting_at_once(user: Client, bucket: Bucket) -> None:
    """Deleting always succeeds; whichever comes first, no image stays, and the tokens of a completion are counted."""
    tokens = 0
    for _ in range(8):
        task_id = await user.new_task()
        closing, deleting = await asyncio.gather(
            user.mutate("completeTask", id=task_id, **COMPLETED), user.mutate("deleteTask", "deletedTaskId", id=task_id)
        )
        assert deleting == {"deletedTaskId": task_id, "errors": []}
        assert [error["code"] for error in closing["errors"]] in ([], ["NOT_FOUND"])
        tokens += 150 * (not closing["errors"])
    statistics = (await user.data("{ statistics { totalTasks totalTokensUsed } viewer { storageUsed } }")).values()
    assert list(statistics) == [{"totalTasks": 8, "totalTokensUsed": tokens}, {"storageUsed": 0}]
    await bucket.until_left(f"task-history/{user.id}", 0)
