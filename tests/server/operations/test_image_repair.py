"""`reconcile --repair` decodes and describes images whose tasks do not describe them."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx2
import pytest

from resolvers.administration.inspection import Inspection
from server.settings.settings import Settings
from storage.objects import Storage
from tests.api import IMAGE, Client
from tests.bucket import own_bucket, put
from tests.models.connections import as_owner
from tests.models.statistics.drift import drift
from tests.pictures import data_url, picture
from tests.server.operations.repair import repair

pytestmark = pytest.mark.own_database

PICTURES = [picture((40 + n, 30), seed=n) for n in range(4)]
IMAGES = [{"dataUrl": data_url(one)} for one in PICTURES]
COLUMNS = ("content_type", "width", "height", "size", "sha256", "thumb_hash")
FORGET = f"""UPDATE user_task_history SET
  {", ".join(f"{kind}_{name} = NULL" for kind in ("original", "generated") for name in COLUMNS)},
  more_images = (SELECT jsonb_agg(image || '{{"sha256": null, "size": null, "thumb_hash": null}}')
    FROM jsonb_array_elements(more_images) AS image)"""
READ = f"""{{ tasks {{ nodes {{ updatedAt originalImage {{ ...image }} images {{ ...image }} }} }}
  viewer {{ storageUsed }} }} {IMAGE}"""


@pytest.fixture
async def settings(settings: Settings) -> AsyncIterator[Settings]:
    async with own_bucket(settings) as own:
        yield own


async def forgotten(settings: Settings, storage: Storage, user: Client) -> dict[str, Any]:
    """Record a task with three images, return what is read of it, and remove its images' descriptions."""
    task = await user.task("createTask", prompt="a fox", originalImage=IMAGES[3])
    await user.task("completeTask", id=task["id"], image=IMAGES[0], moreImages=IMAGES[1:3])
    before = await user.data(READ)
    async with as_owner(settings) as owner:
        await owner.execute(FORGET)
    thumbnails = [item.key async for item in storage.objects("task-history/") if item.key.endswith("-thumbnail")]
    await storage.remove(thumbnails)
    return before


@pytest.mark.slow
async def test_images_are_described_with_repair(
    settings: Settings, user: Client, new_client: Callable[..., Client], storage: Storage, inspection: Inspection
) -> None:
    before = await forgotten(settings, storage, user)
    assert (await user.data(READ))["viewer"] == {"storageUsed": 0}
    _, told = await repair(inspection, repair=False)
    told = [one for one in told if "undescribed" in one]
    assert told == ["undescribed images: 4, which --repair decodes and describes"]
    assert (await user.data(READ))["tasks"]["nodes"][0]["originalImage"]["width"] is None
    left, told = await repair(inspection)
    assert left == 0
    assert len([one for one in told if one.startswith("undescribed image: ") and one.endswith(" (repaired)")]) == 4
    assert await user.data(READ) == before
    image = before["tasks"]["nodes"][0]["images"][1]
    async with httpx2.AsyncClient() as http:
        assert (await http.get(image["thumbnail"])).headers["Content-Type"] == "image/webp"
    assert await repair(inspection) == (0, [])
    administrator = new_client(role="admin")
    audit = (await administrator.data("{ admin { audit { nodes { userId count detail } } } }"))["admin"]["audit"]
    assert audit["nodes"] == [{"userId": str(user.id), "count": 4, "detail": "images described"}]
    async with as_owner(settings) as owner:
        assert await drift(owner) == []
        assert await owner.fetchval("SELECT count(*) FROM task_record.image_uploads") == 0


@pytest.mark.slow
async def test_a_broken_or_another_image_is_not_described(
    settings: Settings, user: Client, storage: Storage, inspection: Inspection
) -> None:
    await forgotten(settings, storage, user)
    keys = sorted([item.key async for item in storage.objects("task-history/")])
    original = next(key for key in keys if "original-" in key)
    await put(storage, original, b"<svg/>")
    async with as_owner(settings) as owner:
        await owner.execute("UPDATE user_task_history SET generated_sha256 = repeat('0', 64)")
        other = await owner.fetchval("SELECT aws_generated_key FROM user_task_history")
    left, told = await repair(inspection)
    assert left == 0
    assert (
        f"undescribed image: {original}: This is not an image of an accepted kind: JPEG, PNG, WebP, GIF or AVIF."
        in told
    )
    assert f"undescribed image: {other}: It differs from the one that was recorded." in told
    [task] = (await user.data(READ))["tasks"]["nodes"]
    assert task["originalImage"]["width"] is task["images"][0]["width"] is None
    assert [image["width"] for image in task["images"][1:]] == [41, 42]
