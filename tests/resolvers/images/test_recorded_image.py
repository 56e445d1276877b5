"""The URLs and fields of recorded images."""

import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import httpx2
import pytest
from asyncpg import Connection
from PIL import Image

from server.settings.settings import Settings
from tests.api import IMAGE, TASK, Client, NewClient
from tests.application import in_process
from tests.bucket import Bucket
from tests.pictures import data_url, picture

READ = f"query ($id: ID!) {{ task(id: $id) {{ {TASK} }} }} {IMAGE}"


@pytest.fixture
async def browser() -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient() as client:
        yield client


async def test_a_signed_url_fetches_the_exact_bytes(user: Client, browser: httpx2.AsyncClient) -> None:
    image = picture((1500, 700), "JPEG")
    given = {"prompt": "A fox", "originalImage": {"dataUrl": data_url(image)}}
    task, other = [await user.task("createTask", **given) for _ in range(2)]
    original = task["originalImage"]
    full = await browser.get(original["url"])
    assert full.content == image
    assert full.headers["content-type"] == "image/jpeg"
    assert "immutable" in full.headers["cache-control"]
    thumbnail = await browser.get(original["thumbnail"])
    assert thumbnail.headers["content-type"] == "image/webp"
    with Image.open(io.BytesIO(thumbnail.content)) as small:
        assert (small.format, small.size) == ("WEBP", (512, 239))
    # It remains the same for an hour.
    again = (await user.data(READ, id=task["id"]))["task"]
    assert datetime.fromisoformat(again["originalImage"]["expiresAt"]) > datetime.now(UTC) + timedelta(minutes=59)
    if again["originalImage"]["expiresAt"] == original["expiresAt"]:  # else the hour has just changed
        assert again == task
    address, _, signature = original["url"].partition("?")
    assert again["originalImage"]["url"].partition("?")[0] == address
    for url in (address, f"{other['originalImage']['url'].partition('?')[0]}?{signature}"):
        assert (await browser.get(url)).status_code == 403


async def test_public_urls_are_those_of_the_content_delivery_network(settings: Settings) -> None:
    public = {"image_urls": "public", "cdn_base_url": "https://cdn.example.com/i"}
    async with in_process(settings, **public) as application:
        user = application.new_client()
        image = {"dataUrl": data_url(picture())}
        original = (await user.task("createTask", prompt="A fox", originalImage=image))["originalImage"]
    assert original["url"].startswith(f"https://cdn.example.com/i/task-history/{user.id}/")
    assert original["thumbnail"] == f"{original['url']}-thumbnail"
    assert "?" not in original["url"]
    assert original["expiresAt"] is None


async def test_urls_of_the_original_design_are_retained(user: Client, database: Connection) -> None:
    urls = [f"https://images.s3.amazonaws.com/task-history/{name}.png?v=1" for name in ("original", "generated")]
    task_id = await database.fetchval(
        """
        INSERT INTO user_task_history (user_id, prompt, status, completed_at, original_image_url, generated_image_url,
          aws_original_key, aws_generated_key)
        VALUES ($1, 'A fox', 'completed', now(), $2, $3, 'task-history/original.png', 'task-history/generated.png')
        RETURNING id
        """,
        user.id,
        *urls,
    )
    task = (await user.data(READ, id=str(task_id)))["task"]
    unknown = ("expiresAt", "contentType", "width", "height", "size", "sha256", "thumbHash")
    for name, url in zip(("originalImage", "generatedImage"), urls, strict=True):
        assert task[name] == {"url": url, "thumbnail": url} | dict.fromkeys(unknown)
    assert (await user.data("{ viewer { storageUsed } }"))["viewer"] == {"storageUsed": 0}


ADOPTED = """INSERT INTO user_task_history (id, user_id, prompt, aws_original_key, status, completed_at)
  VALUES ($1, $2, 'A fox', $3, 'completed', now())"""


async def adopted(database: Connection, user: Client, key: str, task_id: UUID | None = None) -> str:
    """Insert a task as the original design did, whose key may be any, and return its id."""
    task_id = task_id or uuid4()
    await database.execute(ADOPTED, task_id, user.id, key)
    return str(task_id)


@pytest.mark.own_database
async def test_a_foreign_key_is_neither_signed_nor_removed(
    new_client: NewClient, database: Connection, bucket: Bucket, browser: httpx2.AsyncClient
) -> None:
    victim, thief, administrator = new_client(), new_client(), new_client(role="admin")
    image = {"dataUrl": data_url(picture())}
    task = await victim.task("createTask", prompt="A fox", originalImage=image)
    there = await bucket.keys_of(victim)
    [theirs] = [key for key in there if not key.endswith("-thumbnail")]
    own = uuid4()
    place = f"task-history/{thief.id}/{own}/"
    named = [theirs, f"{place}../../../{theirs}", f"{place}..", place, f"task-history/{thief.id}/x.png", "elsewhere"]
    stolen = [await adopted(database, thief, key) for key in named]
    for task_id in stolen:
        assert (await thief.data(READ, id=task_id))["task"]["originalImage"] is None
        await thief.mutate("deleteTask", "deletedTaskId", id=task_id)
    assert await database.fetchval("SELECT count(*) FROM task_record.objects_to_remove()") == 0
    assert (await browser.get(task["originalImage"]["url"])).status_code == 200

    # While a foreign row names an object, it is not removed, and `integrity` reports the row.
    left = await adopted(database, thief, theirs)
    integrity = "{ admin { integrity { unownedObjects } } }"
    assert (await administrator.data(integrity))["admin"]["integrity"] == {"unownedObjects": 1}
    await victim.mutate("deleteTask", "deletedTaskId", id=task["id"])
    assert await database.fetchval("SELECT count(*) FROM task_record.objects_to_remove()") == 0
    assert await bucket.keys_of(victim) == there
    await database.execute("UPDATE user_task_history SET aws_original_key = NULL WHERE id = $1", UUID(left))
    assert (await administrator.data(integrity))["admin"]["integrity"] == {"unownedObjects": 0}


async def test_keys_of_the_original_design_are_signed_and_removed(
    user: Client, database: Connection, bucket: Bucket, browser: httpx2.AsyncClient
) -> None:
    image, task_id = picture(), uuid4()
    key = f"task-history/{user.id}/{task_id}/original.png"
    given = {"content_type": "image/png", "size": len(image), "sha256_hex": sha256(image).hexdigest()}
    await bucket.storage.put(key, io.BytesIO(image), **given)  # type: ignore[arg-type]
    await adopted(database, user, key, task_id)
    original = (await user.data(READ, id=str(task_id)))["task"]["originalImage"]
    assert (await browser.get(original["url"])).content == image
    assert original["thumbnail"] == original["url"]
    await user.mutate("deleteTask", "deletedTaskId", id=str(task_id))
    await bucket.until_keys_of(user, set())
