"""A task's image may be given as the image of another task, which storage copies."""

import io
from hashlib import sha256
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from asyncpg import Connection

from tests.api import Client, NewClient
from tests.bucket import Bucket
from tests.pictures import data_url, picture
from tests.resolvers.images.direct_upload import uploaded

PICTURES = [picture((90, 70), image_format, seed=n) for n, image_format in enumerate(("PNG", "JPEG", "WEBP"))]
IMAGES = [{"dataUrl": data_url(one)} for one in PICTURES]


@pytest.fixture
async def source(user: Client) -> str:
    """A task with three images."""
    task = await user.task("createTask", prompt="A fox", imageCount=3)
    await user.task("completeTask", id=task["id"], image=IMAGES[0], moreImages=IMAGES[1:])
    return str(task["id"])


def image_of(task_id: str, index: int = 0) -> dict[str, Any]:
    return {"taskImage": {"taskId": task_id, "index": index}}


@pytest.mark.slow
async def test_a_copy_belongs_to_the_new_task(user: Client, source: str, bucket: Bucket) -> None:
    copies = [
        await user.task("createTask", prompt="Edit it", taskType="IMAGE_EDIT", originalImage=image_of(source, index))
        for index in range(3)
    ]
    read = "query ($id: ID!) { task(id: $id) { images { contentType width height size sha256 thumbHash } } }"
    images = (await user.data(read, id=source))["task"]["images"]
    for copy, image in zip(copies, images, strict=True):
        assert {name: copy["originalImage"][name] for name in image} == image
    assert (await user.data("{ viewer { storageUsed } }"))["viewer"] == {"storageUsed": 2 * sum(map(len, PICTURES))}

    # The copy stays when its source is deleted, and is removed with its own task.
    await user.mutate("deleteTask", "deletedTaskId", id=source)
    await bucket.until_left(f"task-history/{user.id}/{source}", 0)
    async with httpx2.AsyncClient() as browser:
        for copy, content in zip(copies, PICTURES, strict=True):
            full, small = [await browser.get(copy["originalImage"][url]) for url in ("url", "thumbnail")]
            assert (full.content, full.headers["content-type"]) == (content, copy["originalImage"]["contentType"])
            assert "immutable" in full.headers["cache-control"]
            assert f"original-{full.url.path[-36:]}" in full.headers["content-disposition"]
            assert small.headers["content-type"] == "image/webp"
    await user.mutate("deleteTasks", "deletedTaskIds", ids=[copy["id"] for copy in copies])
    await bucket.until_keys_of(user, set())


async def test_a_call_that_names_it_may_be_repeated(user: Client, source: str) -> None:
    given: dict[str, Any] = {"id": str(uuid4()), "prompt": "Edit it", "originalImage": image_of(source, 1)}
    task = await user.task("createTask", **given)
    assert await user.task("createTask", **given) == task
    assert await user.task("createTask", **given | {"originalImage": IMAGES[1]}) == task
    assert (await user.refused("createTask", **given | {"originalImage": image_of(source, 2)}))["code"] == "CONFLICT"
    changed = await user.task("uploadOriginalImage", id=task["id"], image=image_of(source, 2))
    assert changed["originalImage"]["contentType"] == "image/webp"
    assert await user.task("uploadOriginalImage", id=task["id"], image=image_of(source, 2)) == changed
    # Also after the source is deleted.
    given |= {"id": str(uuid4())}
    task = await user.task("createTask", **given)
    await user.mutate("deleteTask", "deletedTaskId", id=source)
    assert await user.task("createTask", **given) == task
    for other in ({"prompt": "Another"}, {"id": str(uuid4())}):
        assert (await user.refused("createTask", **given | other))["code"] == "NOT_FOUND"


@pytest.mark.slow
async def test_a_completion_may_be_repeated_after_its_images_are_gone(user: Client, source: str) -> None:
    """An image that still exists must be the task's, and the number of images must match."""
    task_id, other = [await user.new_task("A wolf") for _ in range(2)]
    upload = {"uploadId": await uploaded(user, task_id, PICTURES[0])}
    given: dict[str, Any] = {"id": task_id, "image": image_of(source, 2), "moreImages": [IMAGES[1], upload]}
    task = await user.task("completeTask", **given)
    await user.task("uploadOriginalImage", id=other, image=upload)
    await user.mutate("deleteTasks", "deletedTaskIds", ids=[source, other])
    assert await user.task("completeTask", **given) == task
    for changed in ({"tokensUsed": 1}, {"moreImages": [IMAGES[1]]}, {"moreImages": [IMAGES[2], upload]}):
        assert await user.refusal("completeTask", **given | changed) == ("CONFLICT", ["input", "id"])
    pending = await user.new_task("A bear")
    assert (await user.refused("completeTask", **given | {"id": pending}))["code"] == "NOT_FOUND"


async def test_unknown_and_foreign_images_are_not_found(user: Client, source: str, new_client: NewClient) -> None:
    stranger, service = new_client(), new_client(role="service")
    others = await stranger.new_task("A wolf")
    await stranger.task("completeTask", id=others, image=IMAGES[0])
    services = await service.new_task("A hare")
    await service.task("completeTask", id=services, image=IMAGES[0])
    pending, deleted = [await user.new_task() for _ in range(2)]
    await user.mutate("deleteTask", "deletedTaskId", id=deleted)
    named = [image_of(one) for one in (str(others), str(uuid4()), pending, deleted)]
    for image in [*named, image_of(source, 3), image_of(source, 2**31 - 1)]:
        refusal = await user.refusal("createTask", prompt="x", originalImage=image)
        assert refusal == ("NOT_FOUND", ["input", "originalImage", "taskImage"])
    refusal = await user.refusal("completeTask", id=pending, image=IMAGES[0], moreImages=named[:1])
    assert refusal == ("NOT_FOUND", ["input", "moreImages", "0", "taskImage"])
    for image in ({"taskId": "x"}, {"taskId": source, "index": -1}):
        error = await user.refused("createTask", prompt="x", originalImage={"taskImage": image})
        assert (error["code"], error["field"][:3]) == ("INVALID", ["input", "originalImage", "taskImage"])

    # A service that acts for a user may name images of that user alone.
    for image in (image_of(str(services)), image_of(str(others))):
        refusal = await service.refusal("createTask", prompt="x", userId=str(user.id), originalImage=image)
        assert refusal == ("NOT_FOUND", ["input", "originalImage", "taskImage"])
    made = await service.task("createTask", prompt="x", userId=str(user.id), originalImage=image_of(source))
    assert made["originalImage"]["size"] == len(PICTURES[0])


async def test_a_missing_object_is_reported_and_nothing_recorded(user: Client, source: str, bucket: Bucket) -> None:
    await bucket.storage.remove(await bucket.keys(f"task-history/{user.id}/{source}"))
    assert (await user.refused("createTask", prompt="x", originalImage=image_of(source)))["code"] == "NOT_FOUND"
    assert len((await user.data("{ tasks { nodes { id } } }"))["tasks"]["nodes"]) == 1


async def test_an_image_of_the_original_design(user: Client, database: Connection, bucket: Bucket) -> None:
    """Its hash and size, which were not recorded, are found when it is copied. Without a key it cannot be copied."""
    task_ids = [uuid4(), uuid4()]
    keys = [f"task-history/{user.id}/{task_ids[0]}/generated.png", None]
    for task_id, key in zip(task_ids, keys, strict=True):
        await database.execute(
            """INSERT INTO user_task_history (id, user_id, prompt, aws_generated_key, generated_image_url, status,
                 completed_at) VALUES ($1, $2, 'A fox', $3, 'https://example.com/generated.png', 'completed', now())""",
            task_id,
            user.id,
            key,
        )
    digest = sha256(PICTURES[0]).hexdigest()
    content = {"content_type": "image/png", "size": len(PICTURES[0]), "sha256_hex": digest}
    await bucket.storage.put(str(keys[0]), io.BytesIO(PICTURES[0]), **content)  # type: ignore[arg-type]
    copy = await user.task("createTask", prompt="Edit it", originalImage=image_of(str(task_ids[0])))
    assert (copy["originalImage"]["sha256"], copy["originalImage"]["width"]) == (digest, 90)
    assert copy["originalImage"]["thumbHash"]
    error = await user.refused("createTask", prompt="Edit it", originalImage=image_of(str(task_ids[1])))
    assert error["code"] == "NOT_FOUND"
