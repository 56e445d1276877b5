"""A task is completed with all of several images, however each is given, or with none."""

import asyncio
import io
from hashlib import sha256
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from asyncpg import Connection
from PIL import Image

from tests.api import Client, mutation
from tests.bucket import Bucket
from tests.pictures import data_url, picture
from tests.resolvers.images.direct_upload import create_upload, uploaded

PICTURES = [picture((80 + n, 60), seed=n) for n in range(16)]
IMAGES = [{"dataUrl": data_url(one)} for one in PICTURES]
DIGESTS = [sha256(one).hexdigest() for one in PICTURES]
USED = "{ viewer { storageUsed } statistics { totalTasks successfulTasks totalTokensUsed } }"


async def contents_of(task: dict[str, Any], url: str = "url") -> list[bytes]:
    async with httpx2.AsyncClient() as browser:
        answers = await asyncio.gather(*(browser.get(image[url]) for image in task["images"]))
    return [answer.raise_for_status().content for answer in answers]


@pytest.mark.slow
async def test_given_in_four_ways_at_once(user: Client, bucket: Bucket) -> None:
    source = await user.task("completeTask", id=await user.new_task(), image=IMAGES[9], moreImages=IMAGES[:1])
    task_id = await user.new_task(imageCount=4)
    upload = {"uploadId": await uploaded(user, task_id, PICTURES[1])}
    copied = {"taskImage": {"taskId": source["id"], "index": 1}}
    given: dict[str, Any] = {"id": task_id, "tokensUsed": 7, "moreImages": [upload, {"file": None}, IMAGES[3]]}
    files = {"moreImages.1.file": PICTURES[2]}
    payload = await user.mutate_with_files("completeTask", files, image=copied, **given)
    assert payload["errors"] == []
    task = payload["task"]
    assert (task["status"], task["imageCount"], task["generatedImage"]) == ("COMPLETED", 4, task["images"][0])
    assert [image["sha256"] for image in task["images"]] == DIGESTS[:4]
    assert [(image["width"], image["size"]) for image in task["images"]] == [
        (80 + n, len(PICTURES[n])) for n in range(4)
    ]
    assert await contents_of(task) == PICTURES[:4]
    for small in await contents_of(task, "thumbnail"):
        with Image.open(io.BytesIO(small)) as thumbnail:
            assert thumbnail.format == "WEBP"

    # A repeated call may give the same images in other ways, but not in another order.
    same: dict[str, Any] = {"image": IMAGES[0], "moreImages": IMAGES[1:4], "tokensUsed": 7}
    assert await user.task("completeTask", id=task_id, **same) == task
    for other in ({"moreImages": [IMAGES[1], IMAGES[3], IMAGES[2]]}, {"moreImages": IMAGES[1:3]}, {"moreImages": None}):
        assert (await user.refused("completeTask", id=task_id, **same | other))["code"] == "CONFLICT"

    stored = sum(map(len, [PICTURES[9], PICTURES[0], *PICTURES[:4]]))
    assert (await user.data(USED))["viewer"] == {"storageUsed": stored}
    await bucket.until_left(f"task-history/{user.id}/{task_id}", 8)
    await user.mutate("deleteTask", "deletedTaskId", id=task_id)
    assert (await user.data(USED))["viewer"] == {"storageUsed": stored - sum(map(len, PICTURES[:4]))}
    await bucket.until_left(f"task-history/{user.id}/{task_id}", 0)
    assert await contents_of(source) == [PICTURES[9], PICTURES[0]]


async def test_fewer_images_than_requested_are_accepted(user: Client) -> None:
    read = "query ($id: ID!) { task(id: $id) { resultCount imageCount } }"
    task_id = await user.new_task(imageCount=4, originalImage=IMAGES[5])
    assert (await user.data(read, id=task_id))["task"] == {"resultCount": 0, "imageCount": 4}
    await user.task("completeTask", id=task_id, image=IMAGES[0], moreImages=IMAGES[1:3])
    assert (await user.data(read, id=task_id))["task"] == {"resultCount": 3, "imageCount": 4}


@pytest.mark.slow
async def test_sixteen_at_once_and_no_more(user: Client) -> None:
    task_id = await user.new_task(imageCount=16)
    error = await user.refused("completeTask", id=task_id, image=IMAGES[0], moreImages=[*IMAGES[1:], IMAGES[0]])
    assert (error["code"], error["field"]) == ("INVALID", ["input", "moreImages"])
    assert "at most 15" in error["message"]
    files = {"image.file": PICTURES[0]} | {f"moreImages.{n}.file": PICTURES[n + 1] for n in range(15)}
    nothing = {"file": None}
    payload = await user.mutate_with_files("completeTask", files, id=task_id, image=nothing, moreImages=[nothing] * 15)
    assert [image["sha256"] for image in payload["task"]["images"]] == DIGESTS


async def test_a_refused_image_leaves_nothing_stored(user: Client, bucket: Bucket, database: Connection) -> None:
    task_id = await user.new_task()
    upload = {"uploadId": (await create_upload(user, task_id, PICTURES[3]))["id"]}  # to which nothing is sent
    broken = {"dataUrl": data_url(PICTURES[2][:-20])}
    before = await user.data(USED)
    refusals: list[tuple[list[Any], str, list[str]]] = [
        ([IMAGES[1], broken], "INVALID_IMAGE", ["1", "dataUrl"]),
        ([IMAGES[1], IMAGES[2], upload], "INVALID", ["2", "uploadId"]),
        ([{"uploadId": "x"}, IMAGES[1]], "NOT_FOUND", ["0", "uploadId"]),
    ]
    for more, code, place in refusals:
        refusal = await user.refusal("completeTask", id=task_id, image=IMAGES[0], moreImages=more)
        assert refusal == (code, ["input", "moreImages", *place])
    read = "query ($id: ID!) { task(id: $id) { status imageCount images { url } generatedImage { url } } }"
    pending = {"status": "PENDING", "imageCount": 1, "images": [], "generatedImage": None}
    assert (await user.data(read, id=task_id))["task"] == pending
    assert (await user.refused("createTask", prompt="A fox", originalImage=broken))["code"] == "INVALID_IMAGE"
    assert await user.data(USED) == before
    await bucket.until_left(f"task-history/{user.id}", 0)
    claims = "SELECT count(*) FROM task_record.image_uploads WHERE user_id = $1 AND key NOT LIKE 'uploads/%'"
    assert await database.fetchval(claims, user.id) == 0


async def test_the_number_of_requested_images_is_limited(user: Client) -> None:
    for count in (0, 17, -1):
        refusal = await user.refusal("createTask", prompt="A fox", imageCount=count)
        assert refusal == ("INVALID", ["input", "imageCount"])
    given: dict[str, Any] = {"id": str(uuid4()), "prompt": "A fox"}
    task = await user.task("createTask", **given, imageCount=16)
    assert (task["imageCount"], task["images"]) == (16, [])
    assert await user.task("createTask", **given, imageCount=16) == task
    for other in ({}, {"imageCount": 4}):
        assert (await user.refused("createTask", **given | other))["code"] == "CONFLICT"
    given = {"id": str(uuid4()), "prompt": "A fox", "modelVersion": "imagen-4"}
    task = await user.task("createTask", **given)
    defaults: list[dict[str, Any]] = [
        {"imageCount": 1},
        {"userId": str(user.id)},
        {"sources": []},
        {"aspectRatio": None},
    ]
    for default in defaults:
        assert await user.task("createTask", **given, **default) == task


async def test_each_image_costs_over_every_transport(user: Client) -> None:
    async def cost(**given: Any) -> int:
        given |= {"id": "x", "image": {"dataUrl": ""}}
        answer = await user.post(mutation("completeTask", "task { id }"), input=given)
        return int(answer["extensions"]["cost"]["requested"])

    one = await cost()
    assert await cost(moreImages=[{"dataUrl": ""}]) == one + 50
    assert await cost(moreImages=[{"dataUrl": ""}] * 15) == one + 15 * 50
    assert await cost(moreImages={"dataUrl": ""}) == one + 50
    literal = 'mutation { completeTask(input: {id: "x", image: {dataUrl: ""}, moreImages: [%s]}) { task { id } } }'
    costs = []
    for number in (1, 3):
        answer = await user.post(literal % ('{dataUrl: ""}' * number))
        costs.append(answer["extensions"]["cost"]["requested"])
    assert costs[1] - costs[0] >= 100
