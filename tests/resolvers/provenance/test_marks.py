"""An image with a visible mark is made when it is first asked for, and goes with its image."""

import asyncio
import io
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image, ImageChops

from resolvers.administration.inspection import Inspection
from server.settings.settings import Settings
from server.stores.connections import open_database, open_storage
from storage.failures import ObjectNotFound
from storage.images.keys import marked_key
from storage.provenance.embedded import read_provenance
from tests.api import Client
from tests.bucket import own_bucket
from tests.pictures import data_url, picture
from tests.resolvers.provenance.labelled import PRODUCER, completed, fetched
from tests.resolvers.provenance.signed import actions, manifests, signing
from tests.storage.provenance.authority import Authority
from tests.storage.provenance.files import encoded

pytestmark = [pytest.mark.slow, pytest.mark.own_database]

MARKED = "query ($id: ID!) { task(id: $id) { images { url marked: url(variant: MARKED) } } }"
BY_ADMIN = "query ($id: ID!) { admin { task(id: $id) { images { url(variant: MARKED) } } } }"
FORMATS: dict[str, Any] = {"PNG": {}, "JPEG": {}, "WEBP": {"frames": 2}, "GIF": {"frames": 3}, "AVIF": {}}


@pytest.fixture
async def settings(settings: Settings, authority: Authority) -> AsyncIterator[Settings]:
    plans = {name: replace(plan, mark_images="zh-CN") for name, plan in settings.plans.items()}
    changes = {"content_producer": PRODUCER} | signing(authority, authority.issue())
    async with own_bucket(settings.model_copy(update=changes)) as own:
        own.__dict__["plans"] = plans
        yield own


def frames(content: bytes) -> list[Image.Image]:
    with Image.open(io.BytesIO(content)) as image:
        found = []
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            found.append(image.convert("RGB"))
        return found


async def test_each_format_has_a_mark_in_its_corner(user: Client, authority: Authority) -> None:
    sent = [encoded(image_format, size=(240, 180), **options) for image_format, options in FORMATS.items()]
    task = await completed(user, *({"dataUrl": data_url(one)} for one in sent))
    images = (await user.data(MARKED, id=task["id"]))["task"]["images"]
    for name, image in zip(FORMATS, images, strict=True):
        stored, marked = await fetched(image["url"]), await fetched(image["marked"])
        assert frames(marked)[0].size == (240, 180)
        assert len(frames(marked)) == len(frames(stored))
        for before, after in zip(frames(stored), frames(marked), strict=True):
            changed = ImageChops.difference(before, after).convert("L").point(lambda value: 255 if value > 60 else 0)
            left, top, right, bottom = changed.getbbox() or (0, 0, 0, 0)
            assert left > 120
            assert top > 120
            assert 8 <= bottom - top < 30
            assert right <= 240
        said = [read_provenance(f"image/{name.lower()}", io.BytesIO(one)) for one in (stored, marked)]
        assert said[0].aigc_label == said[1].aigc_label
        assert said[0].aigc_label
        ours, before_it = manifests(marked, authority, f"image/{name.lower()}")
        assert [one["action"] for one in actions(ours)] == ["c2pa.opened", "c2pa.edited"]
        assert before_it


async def test_a_mark_is_made_once_and_goes_with_its_image(user: Client, settings: Settings, new_client: Any) -> None:
    task = await completed(user, {"dataUrl": data_url(picture((200, 100)))})
    first, second = await asyncio.gather(*(user.data(MARKED, id=task["id"]) for _ in range(2)))
    assert first == second
    [shown] = (await new_client(role="admin").data(BY_ADMIN, id=task["id"]))["admin"]["task"]["images"]
    assert shown["url"] == first["task"]["images"][0]["marked"]
    async with open_storage(settings) as storage, open_database(settings) as database:
        key = first["task"]["images"][0]["url"].split("?")[0].partition("task-history/")
        image_key = f"{key[1]}{key[2]}"
        described = await storage.describe(marked_key(image_key))
        assert (await user.data(MARKED, id=task["id"])) == first
        assert (await storage.describe(marked_key(image_key))) == described
        async for findings in Inspection(database, storage, user.id).objects():
            assert not [one for one in findings if one.key.startswith(image_key)]
        await user.mutate("deleteTask", "deletedTaskId", id=task["id"])
        async with asyncio.timeout(20):
            while True:
                try:
                    await storage.describe(marked_key(image_key))
                except ObjectNotFound:
                    break
                await asyncio.sleep(0.1)


async def test_an_administrator_cannot_request_the_mark(user: Client, new_client: Any) -> None:
    task = await completed(user, {"dataUrl": data_url(picture((200, 100)))})
    error = await new_client(role="admin").error(BY_ADMIN, id=task["id"])
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "its user has not requested it yet" in error["message"]
