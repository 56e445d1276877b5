"""Each attack, whichever way the image is sent, is refused, or is harmless when it is stored."""

import io
import re

import httpx2
import pytest
from PIL import Image

from tests.api import Client
from tests.bucket import Bucket
from tests.pictures import data_url
from tests.resolvers.images.direct_upload import uploaded
from tests.storage.images.attacks import HARMLESS, REFUSED, SCRIPT, other_kinds


async def refused_each_way(user: Client, content: bytes, said: str, bucket: Bucket) -> None:
    task = await user.task("createTask", prompt="A fox")
    path = ["input", "image", "file"]
    payload = await user.mutate_with_file("completeTask", "image.file", content, id=task["id"], image={"file": None})
    [error] = payload["errors"]
    assert (payload["task"], error["code"], error["field"]) == (None, "INVALID_IMAGE", path)
    assert said in error["message"]
    images = {"dataUrl": data_url(content)}
    if content:
        images["uploadId"] = await uploaded(user, task["id"], content)
    for way, value in images.items():
        other = await user.refused("completeTask", id=task["id"], image={way: value})
        assert other == error | {"field": ["input", "image", way]}
    seen = await user.data("query ($id: ID!) { task(id: $id) { status generatedImage { url } } }", id=task["id"])
    assert seen["task"] == {"status": "PENDING", "generatedImage": None}
    assert await bucket.keys(f"task-history/{user.id}/") == []


@pytest.mark.parametrize("name", REFUSED)
async def test_an_attack_is_refused(user: Client, bucket: Bucket, name: str) -> None:
    make, said = REFUSED[name]
    await refused_each_way(user, make(), said, bucket)


async def test_other_kinds_are_not_opened(user: Client) -> None:
    for name, content in other_kinds():
        error = await user.refused("createTask", prompt=name, originalImage={"dataUrl": data_url(content)})
        assert error["message"] == "This is not an image of an accepted kind: JPEG, PNG, WebP, GIF or AVIF.", name


@pytest.mark.parametrize("name", HARMLESS)
async def test_a_stored_image_is_served_only_as_a_picture(user: Client, name: str) -> None:
    make, content_type = HARMLESS[name]
    content = make()
    task = await user.task("createTask", prompt=name, originalImage={"dataUrl": data_url(content, "image/svg+xml")})
    original = task["originalImage"]
    assert original["contentType"] == content_type
    async with httpx2.AsyncClient() as storage:
        served = await storage.get(original["url"])
        thumbnail = await storage.get(original["thumbnail"])
    assert served.content == content
    assert served.headers["content-type"] == content_type
    kind = content_type.removeprefix("image/")
    assert re.fullmatch(rf'inline; filename="original-[0-9a-f-]+\.{kind}"', served.headers["content-disposition"])
    assert thumbnail.headers["content-type"] == "image/webp"
    assert SCRIPT not in thumbnail.content
    assert len(thumbnail.content) < 10_000
    with Image.open(io.BytesIO(thumbnail.content), formats=["WEBP"]) as image:
        assert set(image.info) <= {"loop", "background", "timestamp", "duration"}
