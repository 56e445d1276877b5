import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.api import IMAGE, TASK, Client, NewClient, mutation
from tests.bucket import Bucket
from tests.pictures import data_url, picture

COUNTED = "{ statistics { totalTasks } tasks { totalCount { value } } }"


async def counted(caller: Client) -> tuple[int, int]:
    """Return the number of tasks in the statistics, and in the list."""
    data = await caller.data(COUNTED)
    return data["statistics"]["totalTasks"], data["tasks"]["totalCount"]["value"]


def full_input() -> dict[str, Any]:
    image = {"dataUrl": data_url(picture())}
    return {"id": str(uuid4()), "prompt": "A fox", "aspectRatio": "1:1", "originalImage": image}


async def test_omitted_fields_have_their_default(user: Client) -> None:
    task = await user.task("createTask", prompt="A fox")
    created_at = datetime.fromisoformat(task.pop("createdAt"))
    assert abs(created_at - datetime.now(UTC)) < timedelta(minutes=1)
    assert created_at.utcoffset() == timedelta(0)
    assert datetime.fromisoformat(task.pop("updatedAt")) == created_at
    assert task == {
        "id": task["id"],
        "userId": str(user.id),
        "taskType": "IMAGE_GENERATION",
        "status": "PENDING",
        "prompt": "A fox",
        "tokensUsed": 0,
        "creditsDeducted": 0,
        "imageCount": 1,
        "images": [],
    } | dict.fromkeys(
        (
            *("errorMessage", "aspectRatio", "modelVersion", "generationTimeMs", "completedAt", "originalImage"),
            *("generatedImage", "externalId", "inputTokens", "outputTokens", "cost", "failureCode", "startedAt"),
            "deadline",
        )
    )


GIVEN: list[dict[str, Any]] = [
    {"prompt": "一只戴着宇航员头盔的小狗 👩‍🚀\r\n\t\u200f\"'\\ %_"},
    {"prompt": " "},
    {"prompt": "😀" * 10_000},
    {"prompt": "A fox", "taskType": "IMAGE_EDIT", "aspectRatio": "1.91:1", "modelVersion": "模" * 50},
    {"prompt": "A fox", "taskType": "TEMPLATE_GENERATION", "aspectRatio": "12345:6789", "modelVersion": "x"},
    {"prompt": "A fox", "aspectRatio": "1024x1024", "modelVersion": "owner/" + "m" * 128 + ":" + "a" * 64},
    {"prompt": "A fox", "aspectRatio": "auto"},
]


async def test_every_field_is_read_back_as_it_was_given(user: Client) -> None:
    for given in GIVEN:
        task_id = str(uuid4())
        task = await user.task("createTask", id=task_id, **given)
        assert {name: task[name] for name in given} == given
        read = await user.data(f"query ($id: ID!) {{ task(id: $id) {{ {TASK} }} }} {IMAGE}", id=task_id)
        assert read["task"] == task


async def test_a_repeated_call_returns_the_current_task(user: Client) -> None:
    given = full_input()
    created = await user.task("createTask", **given)
    assert await user.task("createTask", **given) == created
    completed = await user.task("completeTask", id=given["id"], image={"dataUrl": data_url(picture())})
    assert await user.task("createTask", **given) == completed
    assert await user.task("createTask", **given | {"id": str(given["id"]).upper()}) == completed
    assert await counted(user) == (1, 1)


@pytest.mark.parametrize("role", ["user", "admin", "service"])
async def test_the_callers_own_user_id_is_the_same_as_none(new_client: NewClient, role: str) -> None:
    caller = new_client(role=role)
    for first, second in (({}, {"userId": str(caller.id)}), ({"userId": str(caller.id)}, {})):
        given = {"id": str(uuid4()), "prompt": "A fox"}
        created = await caller.task("createTask", **given, **first)
        assert await caller.task("createTask", **given, **second) == created
        assert await caller.task("createTask", **given, userId=str(caller.id).upper()) == created
    given = {"id": str(uuid4()), "prompt": "A fox"}
    calls = (caller.task("createTask", **given, **named) for named in ({}, {"userId": str(caller.id)}) * 2)
    assert len({task["createdAt"] for task in await asyncio.gather(*calls)}) == 1


async def test_the_same_id_with_another_input_is_a_conflict(user: Client) -> None:
    given = full_input()
    created = await user.task("createTask", **given)
    others: list[dict[str, Any]] = [
        *({"prompt": "A wolf"}, {"prompt": "A fox "}, {"taskType": "IMAGE_EDIT"}),
        *({"aspectRatio": None}, {"aspectRatio": None, "modelVersion": "1:1"}),
        *({"originalImage": None}, {"originalImage": {"dataUrl": data_url(picture(seed=1))}}),
    ]
    for other in others:
        error = await user.refused("createTask", **given | other)
        assert (error["code"], error["field"]) == ("CONFLICT", ["input", "id"]), other
        assert "Choose a new UUID" in error["message"]
    assert await user.task("createTask", **given) == created
    assert await counted(user) == (1, 1)


async def test_concurrent_identical_calls_record_one_task(user: Client, bucket: Bucket) -> None:
    for image in (None, {"dataUrl": data_url(picture())}):
        given = {"id": str(uuid4()), "prompt": "A fox", "originalImage": image}
        tasks = await asyncio.gather(*(user.task("createTask", **given) for _ in range(8)))
        assert all(task == tasks[0] for task in tasks), tasks
    assert await counted(user) == (2, 2)
    key, thumbnail = await bucket.until_left(f"task-history/{user.id}", 2)
    assert f"/{key}?" in tasks[0]["originalImage"]["url"]
    assert f"/{thumbnail}?" in tasks[0]["originalImage"]["thumbnail"]


async def test_only_a_service_records_for_the_user_that_it_names(new_client: NewClient) -> None:
    service, user, other = new_client(role="service"), new_client(), new_client()
    given = {"id": str(uuid4()), "prompt": "A fox", "userId": str(user.id)}
    task = await service.task("createTask", **given, originalImage={"dataUrl": data_url(picture())})
    assert task["userId"] == str(user.id)
    assert f"task-history/{user.id}/{task['id']}/original" in task["originalImage"]["url"]
    assert (await counted(user), await counted(service)) == ((1, 1), (0, 0))
    assert (await service.refused("createTask", **given | {"userId": str(other.id)}))["code"] == "CONFLICT"
    assert (await service.task("createTask", prompt="Its own"))["userId"] == str(service.id)
    for caller in (other, new_client(role="admin")):
        answer = await caller.post(mutation("createTask"), input={"prompt": "A fox", "userId": str(user.id)})
        [error] = answer["errors"]
        assert (answer["data"], error["path"]) == ({"createTask": None}, ["createTask"])
        assert error["extensions"] == {"code": "FORBIDDEN"}
    assert await counted(user) == (1, 1)
