"""Images that clients upload straight to storage."""

import base64
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from asyncpg import Connection

from storage.images.keys import staging_key
from tests.api import Client, NewClient
from tests.bucket import Bucket
from tests.pictures import picture
from tests.resolvers.images.direct_upload import UPLOAD, announced, create_upload, send, uploaded

IMAGE = picture((300, 200))
DUE = """
WITH later AS (SELECT id, execute_after FROM task_record.pgqueuer WHERE strpos(encode(payload, 'escape'), $1) > 0)
UPDATE task_record.pgqueuer AS job SET execute_after = now() FROM later WHERE job.id = later.id
RETURNING later.execute_after
"""
"""Makes the job that removes this key due now, and returns when it was due before."""


@pytest.fixture
async def task_id(user: Client) -> str:
    return await user.new_task()


async def test_from_announcement_to_attachment(user: Client, task_id: str, bucket: Bucket) -> None:
    upload = await create_upload(user, task_id, IMAGE)
    assert upload["method"] == "PUT"
    headers = {header["name"].lower(): header["value"] for header in upload["headers"]}
    assert (headers["content-type"], headers["content-length"]) == ("image/png", str(len(IMAGE)))
    life = datetime.fromisoformat(upload["expiresAt"]) - datetime.now(UTC)
    assert timedelta(minutes=10) < life < timedelta(hours=1)

    assert (await send(upload, IMAGE)).status_code == 200
    task = await user.task("uploadOriginalImage", id=task_id, image={"uploadId": upload["id"]})
    original = task["originalImage"]
    assert original["sha256"] == sha256(IMAGE).hexdigest()
    assert (original["contentType"], original["width"], original["height"]) == ("image/png", 300, 200)
    async with httpx2.AsyncClient() as storage:
        assert (await storage.get(original["url"])).content == IMAGE
    assert len(await bucket.keys(f"task-history/{user.id}/{task_id}/original")) == 2


async def test_storage_refuses_other_bytes_other_length_and_another_type(user: Client, task_id: str) -> None:
    upload = await create_upload(user, task_id, IMAGE)
    other = picture((300, 200), seed=1)
    other += b"\0" * (len(IMAGE) - len(other))
    other_sum = base64.b64encode(sha256(other[: len(IMAGE)]).digest()).decode()
    answers = [
        await send(upload, other[: len(IMAGE)]),
        await send(upload, other[: len(IMAGE)], x_amz_checksum_sha256=other_sum),
        await send(upload, IMAGE[:-1], content_length=str(len(IMAGE) - 1)),
        await send(upload, IMAGE + b"x", content_length=str(len(IMAGE) + 1)),
        await send(upload, IMAGE, content_type="image/svg+xml"),
        await send(upload | {"method": "POST"}, IMAGE),
    ]
    assert [answer.status_code for answer in answers] == [400, 403, 403, 403, 403, 405]
    error = await user.refused("uploadOriginalImage", id=task_id, image={"uploadId": upload["id"]})
    assert error == {
        "field": ["input", "image", "uploadId"],
        "code": "INVALID",
        "message": "Nothing was sent to this upload's URL yet. Send the bytes, then repeat this.",
    }
    assert (await send(upload, IMAGE)).status_code == 200
    await user.task("uploadOriginalImage", id=task_id, image={"uploadId": upload["id"]})


async def test_a_store_that_takes_more_bytes_than_were_announced(user: Client, task_id: str, bucket: Bucket) -> None:
    upload = await create_upload(user, task_id, IMAGE)
    key = staging_key(user.id, UUID(task_id), UUID(upload["id"]))
    await bucket.storage._client.put_object(Bucket=bucket.storage.bucket, Key=key, Body=IMAGE + b"x")
    for mutation in ("uploadOriginalImage", "completeTask"):
        error = await user.refused(mutation, id=task_id, image={"uploadId": upload["id"]})
        assert error == {
            "field": ["input", "image", "uploadId"],
            "code": "INVALID_IMAGE",
            "message": f"The upload is larger than the {len(IMAGE):,} bytes that were announced. "
            "Ask for another upload with the image's own size, and send the image there.",
        }
    image = {"uploadId": await uploaded(user, task_id, IMAGE + b"x")}
    task = await user.task("uploadOriginalImage", id=task_id, image=image)
    assert (task["status"], task["originalImage"]["size"]) == ("PENDING", len(IMAGE) + 1)


@pytest.mark.slow
async def test_uploaded_content_is_inspected(user: Client, task_id: str) -> None:
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    for content, content_type, said in (
        (IMAGE, "image/jpeg", "The upload is image/png"),
        (IMAGE[:-30], "image/png", "broken or incomplete"),
        (svg, "image/png", "JPEG, PNG, WebP, GIF"),
    ):
        upload_id = await uploaded(user, task_id, content, contentType=content_type)
        error = await user.refused("completeTask", id=task_id, image={"uploadId": upload_id})
        assert (error["code"], error["field"]) == ("INVALID_IMAGE", ["input", "image", "uploadId"])
        assert said in error["message"]
    seen = await user.data("query ($id: ID!) { task(id: $id) { status generatedImage { url } } }", id=task_id)
    assert seen["task"] == {"status": "PENDING", "generatedImage": None}


async def test_an_upload_belongs_to_its_user(new_client: NewClient, bucket: Bucket) -> None:
    """A back end attaches it to tasks of that user alone."""
    user, stranger, service = new_client(), new_client(), new_client(role="service")
    own, theirs, third = [await caller.new_task() for caller in (user, stranger, user)]
    upload_id = await uploaded(user, own, IMAGE)
    for wrong in (upload_id, str(uuid4()), "nothing", ""):
        error = await stranger.refused("uploadOriginalImage", id=theirs, image={"uploadId": wrong})
        message = "There is no such upload, or it has expired. Ask for one with `createImageUpload`."
        assert error == {"field": ["input", "image", "uploadId"], "code": "NOT_FOUND", "message": message}
    refusal = await stranger.refusal("createImageUpload", UPLOAD, **announced(own, IMAGE))
    assert refusal == ("NOT_FOUND", ["input", "taskId"])
    image = {"uploadId": upload_id}
    given: list[tuple[str, dict[str, Any]]] = [
        ("uploadOriginalImage", {"id": theirs, "image": image}),
        ("completeTask", {"id": theirs, "image": image}),
        ("createTask", {"userId": str(stranger.id), "prompt": "A wolf", "originalImage": image}),
        ("createTask", {"prompt": "A wolf", "originalImage": image}),
    ]
    for name, values in given:
        error = await service.refused(name, **values)
        assert (error["code"], error["field"][-1]) == ("NOT_FOUND", "uploadId")
    assert await bucket.keys_of(stranger, service) == set()
    task = await service.task("createTask", userId=str(user.id), prompt="A wolf", originalImage=image)
    assert (task["userId"], task["originalImage"]["sha256"]) == (str(user.id), sha256(IMAGE).hexdigest())
    by_service = {"uploadId": await uploaded(service, own, IMAGE)}
    assert (await service.task("completeTask", id=own, image=by_service))["status"] == "COMPLETED"
    assert (await user.task("completeTask", id=third, image=by_service))["status"] == "COMPLETED"


@pytest.mark.slow
async def test_an_attached_upload_is_moved_and_can_be_named_again(user: Client, task_id: str, bucket: Bucket) -> None:
    other = await user.new_task("A wolf")
    image = {"uploadId": await uploaded(user, task_id, IMAGE)}
    await user.task("completeTask", id=task_id, image=image)
    stored = {key for key in await bucket.keys_of(user) if key.startswith("task-history/")}
    assert len(stored) == 2
    await bucket.until_keys_of(user, stored)
    assert (await user.task("completeTask", id=task_id, image=image))["status"] == "COMPLETED"
    await user.task("uploadOriginalImage", id=other, image=image)
    for deleted in (task_id, other):
        await user.mutate("deleteTask", "deletedTaskId", id=deleted)
    await bucket.until_keys_of(user, set())
    third = await user.new_task("A bear")
    refusal = await user.refusal("uploadOriginalImage", id=third, image=image)
    assert refusal == ("NOT_FOUND", ["input", "image", "uploadId"])


@pytest.mark.slow
async def test_a_repeated_upload_is_removed_later(
    user: Client, task_id: str, bucket: Bucket, database: Connection
) -> None:
    upload = await create_upload(user, task_id, IMAGE)
    await send(upload, IMAGE)
    await user.task("completeTask", id=task_id, image={"uploadId": upload["id"]})
    stored = {key for key in await bucket.keys_of(user) if key.startswith("task-history/")}
    await bucket.until_keys_of(user, stored)
    await send(upload, IMAGE)
    [again] = await bucket.keys_of(user) - stored
    until = await database.fetchval(DUE, again)
    assert until > datetime.fromisoformat(upload["expiresAt"]) + timedelta(minutes=59)
    await bucket.until_keys_of(user, stored)


async def test_an_upload_is_removed_with_its_task(user: Client, task_id: str, bucket: Bucket) -> None:
    other = await user.new_task("A wolf")
    await uploaded(user, other, IMAGE)
    [of_other] = await bucket.keys_of(user)
    await uploaded(user, task_id, IMAGE)
    await user.mutate("deleteTask", "deletedTaskId", id=task_id)
    await bucket.until_keys_of(user, {of_other})


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"taskId": "x"}, "UUID"),
    ({"contentType": "image/svg+xml"}, "'image/jpeg', 'image/png', 'image/webp', 'image/gif'"),
    ({"contentType": ""}, "'image/png'"),
    ({"contentType": "image/png\0"}, "'image/png'"),
    ({"size": 0}, "greater than or equal to 1"),
    ({"size": -1}, "greater than or equal to 1"),
    ({"sha256": "0" * 63}, "64 lower-case hexadecimal digits"),
    ({"sha256": "A" * 64}, "64 lower-case hexadecimal digits"),
    ({"sha256": "0" * 64 + "\n"}, "64 lower-case hexadecimal digits"),
]


@pytest.mark.own_database
async def test_invalid_announcements_are_refused(user: Client, task_id: str, database: Connection) -> None:
    for wrong, said in WRONG:
        error = await user.refused("createImageUpload", UPLOAD, **announced(task_id, IMAGE, **wrong))
        assert (error["code"], error["field"]) == ("INVALID", ["input", *wrong])
        assert said in error["message"]
    assert await database.fetchval("SELECT count(*) FROM task_record.image_uploads") == 0
