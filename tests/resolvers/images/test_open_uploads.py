"""An open direct upload: requested again, requested before its task is recorded, freed with its task."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from asyncpg import Connection

from models.database import Database
from resolvers.images.create_image_upload import MAX_ANNOUNCED, MAX_OPEN_UPLOADS
from server.jobs import expire_uploads
from server.settings.settings import Settings
from tests.api import Client, NewClient, mutation
from tests.bucket import Bucket
from tests.pictures import picture
from tests.resolvers.images.announced_uploads import ANNOUNCED
from tests.resolvers.images.direct_upload import UPLOAD, announced, create_upload, send
from tests.server.worker_tables import NO_SCHEDULE

IMAGE, OTHER = picture((300, 200)), picture((300, 200), seed=1)


@pytest.fixture
async def task_id(user: Client) -> str:
    return await user.new_task()


async def stored(user: Client) -> int:
    return int((await user.data("{ viewer { storageUsed } }"))["viewer"]["storageUsed"])


async def ask(user: Client, content: bytes = IMAGE, **other: Any) -> dict[str, Any]:
    """Request an upload of the content without a task."""
    given = announced("", content, **other)
    given.pop("taskId")
    payload = await user.mutate("createImageUpload", UPLOAD, **given)
    assert payload["errors"] == []
    return dict(payload["upload"])


async def test_the_same_call_again_returns_the_open_upload(user: Client, task_id: str) -> None:
    """As after an answer that was lost, before the bytes are sent and afterwards."""
    first = await create_upload(user, task_id, IMAGE)
    again = await create_upload(user, task_id, IMAGE)
    assert (again["id"], await stored(user)) == (first["id"], len(IMAGE))
    assert (await send(again, IMAGE)).status_code == 200
    third = await create_upload(user, task_id, IMAGE)
    assert (third["id"], await stored(user)) == (first["id"], len(IMAGE))
    task = await user.task("uploadOriginalImage", id=task_id, image={"uploadId": third["id"]})
    assert task["originalImage"]["size"] == len(IMAGE)
    attached = await create_upload(user, task_id, IMAGE)
    assert attached["id"] != first["id"]


async def test_another_call_opens_another_upload(user: Client, new_client: NewClient, task_id: str) -> None:
    other_task = await user.new_task("A wolf")
    stranger = new_client()
    theirs = await stranger.new_task()
    uploads = [
        await create_upload(user, task_id, IMAGE),
        await create_upload(user, task_id, OTHER),
        await create_upload(user, task_id, IMAGE, contentType="image/webp"),
        await create_upload(user, task_id, IMAGE, size=len(IMAGE) + 1),
        await create_upload(user, other_task, IMAGE),
        await create_upload(stranger, theirs, IMAGE),
        await ask(user),
        await ask(user, OTHER),
        await ask(stranger),
    ]
    assert len({upload["id"] for upload in uploads}) == len(uploads)


async def test_calls_at_once_open_one_upload(user: Client, new_client: NewClient, task_id: str) -> None:
    service = new_client(role="service")
    for number in range(4):
        content = picture((40, 30), seed=number)
        of_task = (create_upload(caller, task_id, content) for caller in (user, service) * 3)
        assert len({upload["id"] for upload in await asyncio.gather(*of_task)}) == 1
        of_none = (ask(user, content) for _ in range(6))
        assert len({upload["id"] for upload in await asyncio.gather(*of_none)}) == 1
    assert await stored(user) == 2 * sum(len(picture((40, 30), seed=number)) for number in range(4))


@pytest.mark.slow
async def test_asking_again_while_it_is_attached(user: Client) -> None:
    """Neither call fails: the second returns the open upload, or a new one."""
    for number in range(6):
        task_id, content = await user.new_task(), picture((40, 30), seed=number)
        upload = await create_upload(user, task_id, content)
        assert (await send(upload, content)).status_code == 200
        attached, again = await asyncio.gather(
            user.task("completeTask", id=task_id, image={"uploadId": upload["id"]}),
            create_upload(user, task_id, content),
        )
        assert attached["status"] == "COMPLETED"
        assert again["method"] == "PUT"


async def test_an_upload_can_precede_its_task(user: Client, bucket: Bucket) -> None:
    upload = await ask(user)
    assert (await send(upload, IMAGE)).status_code == 200
    assert await stored(user) == len(IMAGE)
    given = {"id": str(uuid4()), "prompt": "A fox", "originalImage": {"uploadId": upload["id"]}}
    task = await user.task("createTask", **given)
    assert task["originalImage"]["size"] == len(IMAGE)
    assert await user.task("createTask", **given) == task
    assert await stored(user) == len(IMAGE)
    await bucket.until_keys_of(user, {key for key in await bucket.keys_of(user) if key.startswith("task-history/")})


async def test_an_upload_lasts_for_a_day_after_the_last_call(
    settings: Settings, user: Client, database: Connection
) -> None:
    upload = await ask(user)
    age = "UPDATE task_record.image_uploads SET created_at = created_at - $2::interval WHERE id = $1"
    found = "SELECT count(*) FROM task_record.image_uploads WHERE id = $1"
    async with Database(settings.database_url.get_secret_value()) as own:
        for hours, is_repeated, left in ((23, True, 1), (23, False, 1), (2, False, 0)):
            await database.execute(age, UUID(upload["id"]), timedelta(hours=hours))
            if is_repeated:
                assert (await ask(user))["id"] == upload["id"]
            await expire_uploads(own, NO_SCHEDULE)
            assert await database.fetchval(found, UUID(upload["id"])) == left


async def test_a_back_end_opens_uploads_of_the_user_that_it_names(new_client: NewClient) -> None:
    service, user = new_client(role="service"), new_client()
    upload = await ask(service, userId=str(user.id))
    assert (await send(upload, IMAGE)).status_code == 200
    assert (await stored(user), await stored(service)) == (len(IMAGE), 0)
    image = {"uploadId": upload["id"]}
    assert (await service.refused("createTask", prompt="A fox", originalImage=image))["code"] == "NOT_FOUND"
    task = await service.task("createTask", prompt="A fox", userId=str(user.id), originalImage=image)
    assert task["originalImage"]["size"] == len(IMAGE)
    for_task = announced(task["id"], OTHER)
    assert (await create_upload(service, task["id"], OTHER, userId=str(user.id)))["id"]
    refusal = await service.refusal("createImageUpload", UPLOAD, **for_task, userId=str(service.id))
    assert refusal == ("NOT_FOUND", ["input", "taskId"])


@pytest.mark.parametrize("role", ["user", "admin"])
async def test_nobody_else_opens_uploads_of_others(new_client: NewClient, role: str) -> None:
    caller, other = new_client(role=role), new_client()
    given = announced("", IMAGE) | {"taskId": None}
    answer = await caller.post(mutation("createImageUpload", UPLOAD), input=given | {"userId": str(other.id)})
    assert (answer["data"], answer["errors"][0]["extensions"]) == ({"createImageUpload": None}, {"code": "FORBIDDEN"})
    assert await stored(other) == 0
    assert (await ask(caller, userId=str(caller.id)))["id"] == (await ask(caller))["id"]


async def test_a_deleted_task_frees_its_uploads(
    user: Client, database: Connection, bucket: Bucket, task_id: str
) -> None:
    kept = await ask(user)
    upload = await create_upload(user, task_id, OTHER)
    assert (await send(upload, OTHER)).status_code == 200
    await database.execute(ANNOUNCED, user.id, UUID(task_id), MAX_OPEN_UPLOADS - 2)
    other = await user.new_task("A wolf")
    assert (await user.refused("createImageUpload", UPLOAD, **announced(other, OTHER)))["code"] == "QUOTA_EXCEEDED"
    assert (await create_upload(user, task_id, OTHER))["id"] == upload["id"]  # a repeated call opens none
    await user.mutate("deleteTask", "deletedTaskId", id=task_id)
    assert await stored(user) == len(IMAGE)
    await bucket.until_keys_of(user, set())
    await create_upload(user, other, OTHER)
    assert (await ask(user))["id"] == kept["id"]
    assert await stored(user) == len(IMAGE) + len(OTHER)


async def test_uploads_of_deleted_tasks_are_bounded(user: Client, database: Connection, task_id: str) -> None:
    """An announced upload may still be sent for a while after its task is deleted."""
    await database.execute(ANNOUNCED, user.id, UUID(task_id), MAX_ANNOUNCED)
    await user.mutate("deleteTask", "deletedTaskId", id=task_id)
    payload = await user.mutate("createImageUpload", UPLOAD, **announced("", IMAGE) | {"taskId": None})
    [error] = payload["errors"]
    assert error["code"] == "QUOTA_EXCEEDED"
    assert "an hour" in error["message"]
