"""What the server does by itself: objects that nothing names any more are removed, whatever happens meanwhile."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from typing import cast
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import aioboto3
import asyncpg
import httpx2
import pytest
from pgqueuer.models import Schedule
from pydantic import SecretStr

from models.database import Database
from models.job_queue import queries
from server.app import create_app
from server.settings.settings import Settings
from server.worker import expire_uploads, resume_removals
from tests.api import Client
from tests.conftest import JWT_SECRET
from tests.faults.proxy import Proxy
from tests.models.connections import as_owner
from tests.pictures import data_url, picture

PATIENCE = 20.0
IMAGES = [{"dataUrl": data_url(picture(seed=n))} for n in range(3)]
NO_SCHEDULE = cast("Schedule", None)


async def stored(settings: Settings, *owners: Client) -> set[str]:
    """The keys of the objects of these users."""
    secret = settings.aws_secret_access_key
    session = aioboto3.Session(
        aws_access_key_id=settings.aws_access_key_id,
        aws_secret_access_key=secret.get_secret_value() if secret else None,
        region_name=settings.aws_region,
    )
    async with session.client("s3", endpoint_url=settings.aws_endpoint_url_s3) as client:
        listed = [
            await client.list_objects_v2(Bucket=settings.s3_bucket_name, Prefix=f"{place}/{owner.id}/")
            for owner in owners
            for place in ("task-history", "uploads")
        ]
    return {item["Key"] for one in listed for item in one.get("Contents", [])}


async def named(settings: Settings, task_id: str) -> set[str]:
    """The keys of the objects that the task names."""
    async with as_owner(settings) as owner:
        row = await owner.fetchrow(
            "SELECT aws_original_key, aws_generated_key FROM user_task_history WHERE id = $1", UUID(task_id)
        )
    return {name for key in row if key for name in (key, f"{key}-thumbnail")}


async def until_stored(settings: Settings, user: Client, expected: set[str]) -> None:
    async with asyncio.timeout(PATIENCE):
        while await stored(settings, user) != expected:  # noqa: ASYNC110 - storage tells nobody
            await asyncio.sleep(0.1)


async def claims(settings: Settings) -> int:
    async with as_owner(settings) as owner:
        return int(await owner.fetchval("SELECT count(*) FROM task_record.image_uploads"))


async def jobs(settings: Settings) -> list[str]:
    async with as_owner(settings) as owner:
        return [row["status"] for row in await owner.fetch("SELECT status::text FROM task_record.pgqueuer")]


async def test_objects_of_a_deleted_task_are_removed(settings: Settings, user: Client) -> None:
    kept, deleted = [await user.task("createTask", prompt="a fox", originalImage=IMAGES[0]) for _ in range(2)]
    await user.task("completeTask", id=deleted["id"], image=IMAGES[1])
    names = await named(settings, kept["id"])
    assert len(names) == 2
    assert await stored(settings, user) == names | await named(settings, deleted["id"])
    await user.mutate("deleteTask", "deletedTaskId", id=deleted["id"])
    await until_stored(settings, user, names)
    assert await jobs(settings) == []


async def test_objects_of_a_replaced_image_are_removed(settings: Settings, user: Client) -> None:
    task = await user.task("createTask", prompt="a fox", originalImage=IMAGES[0])
    before = await named(settings, task["id"])
    changed = await user.task("uploadOriginalImage", id=task["id"], image=IMAGES[1])
    assert changed["originalImage"]["sha256"] != task["originalImage"]["sha256"]
    after = await named(settings, task["id"])
    assert not before & after
    await until_stored(settings, user, after)


async def test_of_two_closing_calls_at_once_the_loser_leaves_nothing(settings: Settings, user: Client) -> None:
    task = await user.task("createTask", prompt="a fox")
    calls = [user.mutate("completeTask", id=task["id"], image=image) for image in IMAGES]
    payloads = await asyncio.gather(*calls)
    refused = [error["code"] for payload in payloads for error in payload["errors"]]
    assert refused == ["CONFLICT", "CONFLICT"]
    await until_stored(settings, user, await named(settings, task["id"]))
    assert await claims(settings) == 0


@pytest.fixture
async def small(settings: Settings, tmp_path: Path) -> AsyncIterator[Client]:
    """Someone whose plan has no room for a picture."""
    plans = tmp_path / "plans.toml"
    plans.write_text('[pro]\ntask_types = ["image_generation"]\nmax_image_size = 1000000\nmax_storage = 10\n')
    async with served(Settings.model_validate({**settings.model_dump(), "plans_file": plans})) as http:
        yield Client(http, JWT_SECRET)


@contextlib.asynccontextmanager
async def served(settings: Settings) -> AsyncIterator[httpx2.AsyncClient]:
    app = create_app(settings)
    transport = httpx2.ASGITransport(app)
    async with app.router.lifespan_context(app), httpx2.AsyncClient(transport=transport, base_url="http://x") as http:
        yield http


async def test_what_a_refused_image_left_is_removed(settings: Settings, small: Client) -> None:
    task = await small.task("createTask", prompt="a fox")
    error = await small.refused("completeTask", id=task["id"], image=IMAGES[0])
    assert error["code"] == "QUOTA_EXCEEDED"
    assert await claims(settings) == 0
    await until_stored(settings, small, set())


async def send(user: Client, task_id: str, content: bytes) -> str:
    """A direct upload, sent to storage but attached to nothing; its id."""
    announced = {"contentType": "image/png", "size": len(content), "sha256": sha256(content).hexdigest()}
    selection = "upload { id method url headers { name value } }"
    upload = (await user.mutate("createImageUpload", selection, taskId=task_id, **announced))["upload"]
    headers = {header["name"]: header["value"] for header in upload["headers"]}
    async with httpx2.AsyncClient() as http:
        answer = await http.request(upload["method"], upload["url"], content=content, headers=headers)
    assert answer.status_code == 200, answer.text
    return str(upload["id"])


async def test_uploads_that_came_to_nothing_expire(settings: Settings, user: Client) -> None:
    task = await user.task("createTask", prompt="a fox")
    old, new = [await send(user, task["id"], picture(seed=n)) for n in (1, 2)]
    assert len(await stored(settings, user)) == 2
    async with as_owner(settings) as owner, Database(settings.database_url.get_secret_value()) as database:
        await owner.execute(
            "UPDATE task_record.image_uploads SET created_at = now() - interval '24 hours 1 second' WHERE id = $1",
            UUID(old),
        )
        await expire_uploads(database, NO_SCHEDULE)
        await until_stored(settings, user, {f"uploads/{user.id}/{task['id']}/{new}"})
        left = await owner.fetch("SELECT id FROM task_record.image_uploads")
        assert [str(row["id"]) for row in left] == [new]
    error = await user.refused("completeTask", id=task["id"], image={"uploadId": old})
    assert error["code"] == "NOT_FOUND"
    done = await user.task("completeTask", id=task["id"], image={"uploadId": new})
    assert done["status"] == "COMPLETED"


async def test_expiry_keeps_what_a_task_names(settings: Settings, user: Client) -> None:
    task = await user.task("createTask", prompt="a fox")
    upload_id = await send(user, task["id"], picture())
    await user.task("completeTask", id=task["id"], image={"uploadId": upload_id})
    names = await named(settings, task["id"])
    async with as_owner(settings) as owner, Database(settings.database_url.get_secret_value()) as database:
        await owner.execute("UPDATE task_record.image_uploads SET created_at = now() - interval '2 days'")
        await expire_uploads(database, NO_SCHEDULE)
    await until_stored(settings, user, names)


async def hurry(settings: Settings, attempts: int) -> None:
    """As if the job had failed so often, and its time had come again."""
    async with as_owner(settings) as owner:
        await owner.execute("UPDATE task_record.pgqueuer SET attempts = $1, execute_after = now()", attempts)


async def test_what_changes_while_no_server_runs_is_done_by_the_next_one(settings: Settings) -> None:
    async with served(settings) as http:
        user = Client(http, JWT_SECRET)
        task = await user.task("createTask", prompt="a fox", originalImage=IMAGES[0])
    async with as_owner(settings) as owner:
        await owner.execute("DELETE FROM user_task_history WHERE id = $1", UUID(task["id"]))
    assert len(await stored(settings, user)) == 2
    async with served(settings):
        await until_stored(settings, user, set())


async def give_up_removal(owner: asyncpg.Connection, task_id: str) -> None:
    await owner.execute("DELETE FROM user_task_history WHERE id = $1", UUID(task_id))
    await owner.execute("UPDATE task_record.pgqueuer SET status = 'failed', attempts = 1000")


async def test_a_removal_that_was_given_up_is_taken_up_again(settings: Settings) -> None:
    async with served(settings) as http:
        user = Client(http, JWT_SECRET)
        task = await user.task("createTask", prompt="a fox", originalImage=IMAGES[0])
    async with as_owner(settings) as owner:
        await give_up_removal(owner, task["id"])
        await resume_removals(queries(owner), NO_SCHEDULE)
    async with served(settings):
        await until_stored(settings, user, set())


async def test_two_schedules_may_be_due_at_once(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    """As at every full hour, here while PostgreSQL takes its time."""
    async with served(settings) as http, as_owner(settings) as owner:
        user = Client(http, JWT_SECRET)
        task = await user.task("createTask", prompt="a fox", originalImage=IMAGES[0])
        async with asyncio.timeout(PATIENCE):
            while await owner.fetchval("SELECT count(*) FROM task_record.pgqueuer_schedules") != 2:  # noqa: ASYNC110 - told to nobody
                await asyncio.sleep(0.1)
    async with as_owner(settings) as owner:
        await give_up_removal(owner, task["id"])
        await owner.execute("UPDATE task_record.pgqueuer_schedules SET next_run = now()")
        async with served(settings):
            async with owner.transaction():
                await owner.execute("LOCK TABLE task_record.pgqueuer")
                await asyncio.sleep(1)
            await until_stored(settings, user, set())
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


async def test_a_connection_that_went_silent_is_replaced(settings: Settings) -> None:
    """PostgreSQL's machine is gone, and nothing says so: what is to be done is done on a new connection."""
    where = urlsplit(settings.database_listen_url.get_secret_value())
    socket = f"{parse_qs(where.query)['host'][0]}/.s.PGSQL.5432"
    async with Proxy(lambda: asyncio.open_unix_connection(socket)) as proxy:
        url = f"postgresql://{where.username}:{where.password}@127.0.0.1:{proxy.port}{where.path}?sslmode=disable"
        listening = settings.model_copy(update={"database_listen_url": SecretStr(url)})
        async with served(listening) as http:
            user = Client(http, JWT_SECRET)
            task = await user.task("createTask", prompt="a fox", originalImage=IMAGES[0])
            proxy.strand()
            await user.mutate("deleteTask", "deletedTaskId", id=task["id"])
            await until_stored(settings, user, set())
