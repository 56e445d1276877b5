"""The page of a link shows a copy of medium size of a large picture, which is stored in addition to it."""

import asyncio
import io
import re
from collections.abc import AsyncIterator
from html import unescape

import asyncpg
import httpx2
import pytest
from PIL import Image

from resolvers.administration.inspection import Inspection
from server.settings.settings import Settings
from server.stores.connections import open_database, open_storage
from storage.images.image_content import MEDIUM_BYTES
from tests.api import Client
from tests.bucket import Bucket, own_bucket
from tests.pictures import data_url, picture, scenery
from tests.resolvers.sharing.links import shared

CRAWLER = {"User-Agent": "WhatsApp/2.23.20.0", "Accept": "*/*"}
TAG = re.compile(r"<meta (?:property|name)='([\w:]+)' content='([^']*)'>")
MOVING = scenery((300, 200), save_all=True, append_images=[Image.effect_noise((300, 200), 90).convert("RGB")])


@pytest.fixture
async def settings(settings: Settings) -> AsyncIterator[Settings]:
    async with own_bucket(settings) as own:
        yield own


@pytest.fixture
async def bucket(settings: Settings) -> AsyncIterator[Bucket]:
    async with open_storage(settings) as storage:
        yield Bucket(storage)


@pytest.mark.slow
@pytest.mark.own_database
async def test_a_large_picture_has_a_copy_of_medium_size(
    user: Client, http: httpx2.AsyncClient, bucket: Bucket, settings: Settings, database: asyncpg.Connection
) -> None:
    sent = [scenery((1600, 1200)), MOVING, picture(), scenery((400, 900))]
    task = (await user.task("createTask", prompt="A fox", imageCount=4))["id"]
    first, *more = [{"dataUrl": data_url(one)} for one in sent]
    await user.task("completeTask", id=task, image=first, moreImages=more)

    async def kept() -> list[str]:
        return [key for key in await bucket.keys(f"task-history/{user.id}/") if key.endswith("-medium")]

    assert await kept() == []
    _, path = await shared(user, task)
    [of_first] = await kept()
    page = (await http.get(path)).text
    assert re.findall("srcset='([^']+)'", page) == [
        f"{path}/1/medium 1280w, {path}/1 1600w",
        f"{path}/2/medium 300w",
        f"{path}/4/medium 400w",
    ]
    assert f"<link rel='preload' as='image' href='{path}/1/preview' fetchpriority='high'>" in page
    whole, medium = [await http.get(f"{path}/1{which}") for which in ("", "/medium")]
    assert whole.content == sent[0]
    assert medium.headers["Content-Type"] == "image/webp"
    assert len(medium.content) <= MEDIUM_BYTES < len(whole.content)
    with Image.open(io.BytesIO(medium.content)) as image:
        assert image.size == (1280, 960)
    moving, small, tall = [(await http.get(f"{path}/{number}/medium")).content for number in (2, 3, 4)]
    assert (moving, small) == (sent[1], sent[2])
    with Image.open(io.BytesIO(tall)) as image:
        assert image.size == (400, 900)
    assert len(await kept()) == 3
    await bucket.storage.remove([of_first])
    assert (await http.get(f"{path}/1/medium")).content == medium.content
    async with open_database(settings) as databases:
        async for findings in Inspection(databases, bucket.storage, user.id).objects():
            assert findings == []
    await database.execute("UPDATE user_task_history SET generated_size = 5000000 WHERE id = $1", task)
    tags = {name: unescape(value) for name, value in TAG.findall((await http.get(path, headers=CRAWLER)).text)}
    assert tags["og:image"] == tags["twitter:image"] == f"http://task-record.test{path}/1/medium"
    assert [tags[f"og:image:{name}"] for name in ("type", "width", "height")] == ["image/webp", "1280", "960"]
    await user.mutate("deleteTask", "deletedTaskId", id=task)
    async with asyncio.timeout(20):
        while await bucket.keys(f"task-history/{user.id}/"):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
