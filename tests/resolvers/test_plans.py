"""What a plan does not allow is refused with a message that names the limit and what is used."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from asyncpg import Connection

from resolvers.images.create_image_upload import MAX_OPEN_UPLOADS
from server.settings.settings import Settings
from tests.api import Client, NewClient
from tests.bucket import Bucket
from tests.pictures import data_url, picture
from tests.resolvers.images.announced_uploads import ANNOUNCED
from tests.resolvers.images.direct_upload import UPLOAD, announced, create_upload, send
from tests.resolvers.retention.ages import with_plans

IMAGES = [image for image in (picture(seed=seed) for seed in range(40)) if len(image) == 140]
SIZE = len(IMAGES[0])
LARGE = picture((300, 200))

PLANS = f"""
[all]
task_types = ["image_generation", "image_edit", "template_generation"]
max_image_size = 1_000_000

[types]
task_types = ["image_generation", "template_generation"]
max_image_size = 1_000_000

[size]
task_types = ["image_generation"]
max_image_size = {SIZE}

[storage]
task_types = ["image_generation"]
max_image_size = 1_000_000
max_storage = {3 * SIZE}

[month]
task_types = ["image_generation"]
max_image_size = 1_000_000
max_tasks_per_month = 3
"""


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    return with_plans(settings, tmp_path, PLANS)


def image(number: int) -> dict[str, str]:
    return {"dataUrl": data_url(IMAGES[number])}


async def test_task_types(new_client: NewClient) -> None:
    user = new_client(plan="types")
    error = await user.refused("createTask", prompt="A fox", taskType="IMAGE_EDIT")
    assert error == {
        "field": ["input", "taskType"],
        "code": "PLAN_LIMIT",
        "message": "The plan types does not include IMAGE_EDIT tasks; "
        "it includes IMAGE_GENERATION, TEMPLATE_GENERATION.",
    }
    for included in ("IMAGE_GENERATION", "TEMPLATE_GENERATION"):
        await user.task("createTask", prompt="A fox", taskType=included)
    assert await used(user) == (2, 0)


async def used(user: Client) -> tuple[int, int]:
    viewer = (await user.data("{ viewer { tasksThisMonth storageUsed } }"))["viewer"]
    return viewer["tasksThisMonth"], viewer["storageUsed"]


@pytest.mark.slow
async def test_image_size_in_all_ways(new_client: NewClient) -> None:
    user, larger_plan = new_client(plan="size"), new_client(plan="all")
    larger_plan.id = user.id
    task = await user.task("createTask", prompt="A fox", originalImage=image(0))
    by_data_url = await user.refused("completeTask", id=task["id"], image={"dataUrl": data_url(LARGE)})
    by_file = await user.mutate_with_file("completeTask", "image.file", LARGE, id=task["id"], image={"file": None})
    refused = await user.refused("createImageUpload", UPLOAD, **announced(task["id"], LARGE))
    upload = await create_upload(larger_plan, task["id"], LARGE)
    assert (await send(upload, LARGE)).status_code == 200
    by_upload = await user.refused("completeTask", id=task["id"], image={"uploadId": upload["id"]})
    errors = [by_data_url, *by_file["errors"], by_upload, refused]
    ways = [["image", "dataUrl"], ["image", "file"], ["image", "uploadId"], ["size"]]
    for error, way in zip(errors, ways, strict=True):
        assert error == {
            "field": ["input", *way],
            "code": "TOO_LARGE",
            "message": f"The image has {len(LARGE)} bytes; the plan size allows {SIZE} bytes an image.",
        }
    assert await used(user) == (1, SIZE + len(LARGE))  # of the upload that was announced under the larger plan
    assert (await user.task("completeTask", id=task["id"], image=image(1)))["status"] == "COMPLETED"


async def test_storage_is_limited_and_freed_by_deleting(new_client: NewClient, bucket: Bucket) -> None:
    user = new_client(plan="storage")
    tasks = [await user.task("createTask", prompt="A fox", originalImage=image(number)) for number in range(3)]
    new = await user.new_task()
    refusals: list[tuple[str, dict[str, Any]]] = [
        ("createTask", {"prompt": "A wolf", "originalImage": image(3)}),
        ("uploadOriginalImage", {"id": new, "image": image(3)}),
        ("completeTask", {"id": new, "image": image(3)}),
    ]
    for name, given in refusals:
        error = await user.refused(name, **given)
        assert error["code"] == "QUOTA_EXCEEDED"
        assert error["message"] == (
            f"The plan storage allows {3 * SIZE} bytes of images, and {3 * SIZE} are used; this would add {SIZE}."
        )
    assert await used(user) == (4, 3 * SIZE)
    assert len(await bucket.until_left(f"task-history/{user.id}", 6)) == 6

    # Replacing an image by one of its size is allowed, and deleting frees storage.
    await user.task("uploadOriginalImage", id=tasks[0]["id"], image=image(4))
    await user.mutate("deleteTask", "deletedTaskId", id=tasks[1]["id"])
    assert await used(user) == (4, 2 * SIZE)
    await user.task("completeTask", id=new, image=image(3))
    assert await used(user) == (4, 3 * SIZE)


@pytest.mark.own_database
async def test_storage_is_exact_under_concurrency(new_client: NewClient, bucket: Bucket, database: Connection) -> None:
    user = new_client(plan="storage")
    tasks = [await user.task("createTask", prompt="A fox") for _ in range(4)]
    payloads = await asyncio.gather(
        *(user.mutate("uploadOriginalImage", id=task["id"], image=image(0)) for task in tasks),
        *(user.mutate("completeTask", id=task["id"], image=image(1)) for task in tasks),
    )
    codes = [error["code"] for payload in payloads for error in payload["errors"]]
    # An image for a task that was completed meanwhile is refused by CONFLICT; three of the others fit.
    assert len(payloads) - len(codes) == 3
    assert set(codes) <= {"QUOTA_EXCEEDED", "CONFLICT"}
    assert await used(user) == (4, 3 * SIZE)
    await bucket.until_left(f"task-history/{user.id}", 6)
    assert await database.fetchval("SELECT count(*) FROM task_record.image_uploads") == 0


@pytest.mark.slow
async def test_what_is_announced_counts_as_stored(new_client: NewClient, bucket: Bucket) -> None:
    user = new_client(plan="storage")
    task_id = await user.new_task()
    uploads = [await create_upload(user, task_id, IMAGES[number]) for number in range(3)]
    assert await used(user) == (1, 3 * SIZE)
    message = f"The plan storage allows {3 * SIZE} bytes of images, and {3 * SIZE} are used; this would add "
    error = await user.refused("createImageUpload", UPLOAD, **announced(task_id, IMAGES[3]))
    assert error == {"field": ["input", "size"], "code": "QUOTA_EXCEEDED", "message": f"{message}{SIZE}."}
    error = await user.refused("createTask", prompt="A wolf", originalImage=image(4))
    assert error == {"field": None, "code": "QUOTA_EXCEEDED", "message": f"{message}{SIZE}."}

    # An upload that is attached is not counted twice.
    assert (await send(uploads[0], IMAGES[0])).status_code == 200
    await user.task("uploadOriginalImage", id=task_id, image={"uploadId": uploads[0]["id"]})
    assert await used(user) == (1, 3 * SIZE)
    await bucket.until_keys_of(user, {key for key in await bucket.keys_of(user) if key.startswith("task-history/")})


@pytest.mark.slow
@pytest.mark.own_database
async def test_uploads_asked_for_at_once_exceed_no_limit_together(new_client: NewClient) -> None:
    user = new_client(plan="storage")
    task_id = await user.new_task()
    payloads = await asyncio.gather(
        *(user.mutate("createImageUpload", UPLOAD, **announced(task_id, one)) for one in IMAGES[:8]),
        *(user.mutate("createTask", prompt="A wolf", originalImage=image(number)) for number in range(3)),
    )
    codes = [error["code"] for payload in payloads for error in payload["errors"]]
    assert codes == ["QUOTA_EXCEEDED"] * 8
    assert (await used(user))[1] == 3 * SIZE


@pytest.mark.slow
async def test_no_more_than_so_many_uploads_are_open(new_client: NewClient, database: Connection) -> None:
    user, other, service = new_client(plan="all"), new_client(plan="all"), new_client(role="service", plan="all")
    task_id, others = [await who.new_task() for who in (user, other)]
    await database.execute(ANNOUNCED, user.id, UUID(task_id), MAX_OPEN_UPLOADS - 1)
    asked_for = await asyncio.gather(
        *(user.mutate("createImageUpload", UPLOAD, **announced(task_id, one)) for one in IMAGES[:4])
    )
    refused = [error for payload in asked_for for error in payload["errors"]]
    message = (
        f"A user may have {MAX_OPEN_UPLOADS} open uploads, and has as many. Attach them, or wait: each expires "
        "after 24 hours."
    )
    assert refused == [{"field": None, "code": "QUOTA_EXCEEDED", "message": message}] * 3
    assert await service.refused("createImageUpload", UPLOAD, **announced(task_id, IMAGES[4])) == refused[0]
    await create_upload(other, others, IMAGES[0])

    # An upload that is attached is no longer open.
    [(upload, content)] = [
        (payload["upload"], one) for payload, one in zip(asked_for, IMAGES, strict=False) if payload["upload"]
    ]
    assert (await send(upload, content)).status_code == 200
    await user.task("uploadOriginalImage", id=task_id, image={"uploadId": upload["id"]})
    await create_upload(user, task_id, IMAGES[4])


async def test_tasks_a_month(new_client: NewClient) -> None:
    user = new_client(plan="month")
    given = {"id": str(uuid4()), "prompt": "A fox"}
    first = await user.task("createTask", **given)
    payloads = await asyncio.gather(*(user.mutate("createTask", prompt="A fox") for _ in range(6)))
    refused = [error for payload in payloads for error in payload["errors"]]
    message = "The plan month allows 3 tasks a month, and all of them are used."
    assert refused == [{"field": None, "code": "QUOTA_EXCEEDED", "message": message}] * 4
    assert await used(user) == (3, 0)
    assert await user.task("createTask", **given) == first
    await user.mutate("deleteTask", "deletedTaskId", id=first["id"])
    assert await user.refused("createTask", prompt="A fox") == refused[0]


async def test_last_months_tasks_do_not_count(new_client: NewClient, database: Connection) -> None:
    user = new_client(plan="month")
    await database.execute(
        "INSERT INTO user_task_history (user_id, prompt, created_at) "
        "SELECT $1, 'A fox', date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' - interval '1 second' "
        "FROM generate_series(1, 5)",
        user.id,
    )
    assert await used(user) == (0, 0)
    await user.task("createTask", prompt="A fox")
    assert await used(user) == (1, 0)


async def test_a_services_token_says_the_plan(new_client: NewClient) -> None:
    user, service = new_client(plan="all"), new_client(role="service", plan="month")
    for _ in range(3):
        await service.task("createTask", prompt="A fox", userId=str(user.id))
    assert (await service.refused("createTask", prompt="A fox", userId=str(user.id)))["code"] == "QUOTA_EXCEEDED"
    await user.task("createTask", prompt="A fox")
    assert await used(user) == (4, 0)
    assert await used(service) == (0, 0)


async def test_the_viewer_has_the_plan(new_client: NewClient) -> None:
    days = "retentionDays imageRetentionDays promptRetentionDays"
    fields = f"name taskTypes maxImageSize maxStorage maxTasksPerMonth {days} canExport"
    plan = (await new_client(plan="storage").data(f"{{ viewer {{ plan {{ {fields} }} }} }}"))["viewer"]["plan"]
    assert plan == {
        "name": "storage",
        "taskTypes": ["IMAGE_GENERATION"],
        "maxImageSize": 1_000_000,
        "maxStorage": 3 * SIZE,
        "maxTasksPerMonth": None,
        "retentionDays": None,
        "imageRetentionDays": None,
        "promptRetentionDays": None,
        "canExport": False,
    }
