import asyncio

import httpx2
import pytest

from tests.api import Client
from tests.bucket import Bucket
from tests.pictures import data_url, picture


async def test_a_replaced_image_has_a_new_key_and_the_old_objects_are_removed(user: Client, bucket: Bucket) -> None:
    images = [picture((300, 200)), picture((200, 300), seed=1)]
    task = await user.task("createTask", prompt="A fox", originalImage={"dataUrl": data_url(images[0])})
    old = task["originalImage"]
    replaced = await user.task("uploadOriginalImage", id=task["id"], image={"dataUrl": data_url(images[1])})
    new = replaced["originalImage"]
    assert (new["width"], new["height"]) == (200, 300)
    assert replaced["updatedAt"] > task["updatedAt"]
    assert new["url"].partition("?")[0] != old["url"].partition("?")[0]
    key, thumbnail = await bucket.until_left(f"task-history/{user.id}", 2)
    assert thumbnail == f"{key}-thumbnail"
    async with httpx2.AsyncClient() as browser:
        assert (await browser.get(new["url"])).content == images[1]
        assert {(await browser.get(old[name])).status_code for name in ("url", "thumbnail")} == {404}
    assert (await user.data("{ viewer { storageUsed } }"))["viewer"] == {"storageUsed": len(images[1])}
    same = {"id": task["id"], "image": {"dataUrl": data_url(images[1])}}
    assert await user.task("uploadOriginalImage", **same) == replaced
    failed = await user.task("failTask", id=task["id"], errorMessage="x")
    assert await user.task("uploadOriginalImage", **same) == failed
    assert len(await bucket.keys(f"task-history/{user.id}")) == 2


@pytest.mark.slow
async def test_of_concurrent_images_one_stays(user: Client, bucket: Bucket) -> None:
    task = await user.task("createTask", prompt="A fox")
    images = [picture((40 + seed, 40), seed=seed) for seed in range(6)]
    tasks = await asyncio.gather(
        *(user.task("uploadOriginalImage", id=task["id"], image={"dataUrl": data_url(image)}) for image in images)
    )
    assert sorted(answer["originalImage"]["width"] for answer in tasks) == [40, 41, 42, 43, 44, 45]
    read = await user.data("query ($id: ID!) { task(id: $id) { originalImage { url size } } }", id=task["id"])
    original = read["task"]["originalImage"]
    key, _ = await bucket.until_left(f"task-history/{user.id}", 2)
    assert f"/{key}?" in original["url"]
    assert (await user.data("{ viewer { storageUsed } }"))["viewer"] == {"storageUsed": original["size"]}
