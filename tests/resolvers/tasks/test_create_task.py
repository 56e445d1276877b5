import asyncio
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from asyncpg import Connection

from tests.api import IMAGE, TASK, Client, NewClient, mutation
from tests.bucket import Bucket
from tests.pictures import data_url, picture
from tests.resolvers.images.direct_upload import uploaded

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
        {"prompt": "A wolf"},
        {"prompt": "A fox "},
        {"taskType": "IMAGE_EDIT"},
        {"aspectRatio": None},
        {"aspectRatio": None, "modelVersion": "1:1"},
        {"originalImage": None},
        {"originalImage": {"dataUrl": data_url(picture(seed=1))}},
    ]
    for other in others:
        error = await user.refused("createTask", **given | other)
        assert (error["code"], error["field"]) == ("CONFLICT", ["input", "id"]), other
        assert "Choose a new UUID" in error["message"]
    assert await user.task("createTask", **given) == created
    assert await counted(user) == (1, 1)


async def test_the_id_of_anothers_task_is_a_conflict_that_reveals_nothing(new_client: NewClient) -> None:
    owner, stranger = new_client(), new_client()
    task = await owner.new_task("A secret fox")
    payload = await stranger.mutate("createTask", id=task, prompt="A secret fox")
    error = await stranger.refused("createTask", id=task, prompt="Something else")
    assert payload == {"task": None, "errors": [error]}
    assert error["code"] == "CONFLICT"
    assert "secret" not in error["message"]
    assert str(owner.id) not in error["message"]
    assert (await counted(owner), await counted(stranger)) == ((1, 1), (0, 0))


async def test_with_an_original_image_in_each_of_the_three_ways(user: Client) -> None:
    image = picture((300, 200))
    stored = {"contentType": "image/png", "width": 300, "height": 200, "size": len(image)}
    stored |= {"sha256": sha256(image).hexdigest()}
    by_file = await user.mutate_with_file(
        "createTask", "originalImage.file", image, prompt="A fox", originalImage={"file": None}
    )
    assert by_file["errors"] == []
    tasks = [by_file["task"]]
    tasks.append(await user.task("createTask", prompt="A fox", originalImage={"dataUrl": data_url(image)}))
    upload_id = await uploaded(user, tasks[0]["id"], image)
    tasks.append(await user.task("createTask", prompt="A fox", originalImage={"uploadId": upload_id}))
    for task in tasks:
        assert {name: task["originalImage"][name] for name in stored} == stored
    assert len({task["originalImage"]["thumbHash"] for task in tasks}) == 1
    assert len({task["originalImage"]["url"] for task in tasks}) == 3


@pytest.mark.own_database
async def test_a_refused_image_leaves_nothing_recorded(user: Client, bucket: Bucket, database: Connection) -> None:
    broken = picture((300, 200))[:-20]
    for image in (broken, b"<svg xmlns='http://www.w3.org/2000/svg'/>"):
        error = await user.refused("createTask", prompt="A fox", originalImage={"dataUrl": data_url(image)})
        assert (error["code"], error["field"]) == ("INVALID_IMAGE", ["input", "originalImage", "dataUrl"])
    assert await counted(user) == (0, 0)
    assert await database.fetchval("SELECT count(*) FROM user_task_history") == 0
    assert await database.fetchval("SELECT count(*) FROM task_record.image_uploads") == 0
    await bucket.until_left(f"task-history/{user.id}", 0)


async def test_concurrent_identical_calls_record_one_task(user: Client, bucket: Bucket) -> None:
    for image in (None, {"dataUrl": data_url(picture())}):
        given = {"id": str(uuid4()), "prompt": "A fox", "originalImage": image}
        tasks = await asyncio.gather(*(user.task("createTask", **given) for _ in range(8)))
        assert all(task == tasks[0] for task in tasks), tasks
    assert await counted(user) == (2, 2)
    key, thumbnail = await bucket.until_left(f"task-history/{user.id}", 2)
    assert f"/{key}?" in tasks[0]["originalImage"]["url"]
    assert f"/{thumbnail}?" in tasks[0]["originalImage"]["thumbnail"]


@pytest.mark.parametrize("role", ["user", "admin"])
async def test_only_a_service_may_record_for_someone_else(new_client: NewClient, role: str) -> None:
    someone, other = new_client(role=role), new_client()
    answer = await someone.post(mutation("createTask"), input={"prompt": "A fox", "userId": str(other.id)})
    assert answer["data"] == {"createTask": None}
    [error] = answer["errors"]
    assert error["extensions"] == {"code": "FORBIDDEN"}
    assert error["path"] == ["createTask"]
    assert (await counted(someone), await counted(other)) == ((0, 0), (0, 0))
    assert (await someone.task("createTask", prompt="A fox", userId=str(someone.id)))["userId"] == str(someone.id)


async def test_a_service_records_for_the_user_that_it_names(new_client: NewClient) -> None:
    service, user, other = new_client(role="service"), new_client(), new_client()
    given = {"id": str(uuid4()), "prompt": "A fox", "userId": str(user.id)}
    task = await service.task("createTask", **given, originalImage={"dataUrl": data_url(picture())})
    assert task["userId"] == str(user.id)
    assert f"task-history/{user.id}/{task['id']}/original" in task["originalImage"]["url"]
    assert (await counted(user), await counted(service)) == ((1, 1), (0, 0))
    assert (await service.refused("createTask", **given | {"userId": str(other.id)}))["code"] == "CONFLICT"
    assert (await service.task("createTask", prompt="Its own"))["userId"] == str(service.id)
