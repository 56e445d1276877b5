"""The worker removes objects that rows no longer name, whatever happens meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import asyncpg
import pytest
from pydantic import SecretStr

from models.database import Database
from models.images.job_queue import queries
from server import worker
from server.jobs import expire_uploads, resume_removals
from server.settings.settings import Settings
from server.stores import connections
from tests.api import Client
from tests.application import in_process
from tests.bucket import Bucket
from tests.faults.proxy import Proxy
from tests.models.connections import as_owner
from tests.pictures import picture
from tests.resolvers.images.direct_upload import uploaded
from tests.server.worker_tables import IMAGES, NO_SCHEDULE, PATIENCE, claims, until_no_jobs

pytestmark = pytest.mark.own_database


async def named(settings: Settings, task_id: str) -> set[str]:
    """The keys of the objects that the task names."""
    async with as_owner(settings) as owner:
        row = await owner.fetchrow(
            "SELECT aws_original_key, aws_generated_key FROM user_task_history WHERE id = $1", UUID(task_id)
        )
    return {name for key in row if key for name in (key, f"{key}-thumbnail")}


@pytest.mark.slow
async def test_objects_of_replaced_images_and_deleted_tasks_are_removed(
    settings: Settings, user: Client, bucket: Bucket
) -> None:
    remaining, deleted = [await user.task("createTask", prompt="a fox", originalImage=IMAGES[0]) for _ in range(2)]
    await user.task("completeTask", id=deleted["id"], image=IMAGES[1])
    before = await named(settings, remaining["id"])
    assert len(before) == 2
    assert await bucket.keys_of(user) == before | await named(settings, deleted["id"])
    changed = await user.task("uploadOriginalImage", id=remaining["id"], image=IMAGES[1])
    assert changed["originalImage"]["sha256"] != remaining["originalImage"]["sha256"]
    await user.mutate("deleteTask", "deletedTaskId", id=deleted["id"])
    after = await named(settings, remaining["id"])
    assert not before & after
    await bucket.until_keys_of(user, after)
    await until_no_jobs(settings)


@pytest.mark.slow
async def test_of_two_closing_calls_at_once_the_loser_leaves_nothing(
    settings: Settings, user: Client, bucket: Bucket
) -> None:
    task = await user.task("createTask", prompt="a fox")
    calls = [user.mutate("completeTask", id=task["id"], image=image) for image in IMAGES]
    payloads = await asyncio.gather(*calls)
    refused = [error["code"] for payload in payloads for error in payload["errors"]]
    assert refused == ["CONFLICT", "CONFLICT"]
    await bucket.until_keys_of(user, await named(settings, task["id"]))
    assert await claims(settings) == 0


@pytest.fixture
async def small(settings: Settings, tmp_path: Path) -> AsyncIterator[Client]:
    """A user whose plan has too little storage for an image."""
    plans = tmp_path / "plans.toml"
    plans.write_text('[pro]\ntask_types = ["image_generation"]\nmax_image_size = 1000000\nmax_storage = 10\n')
    async with in_process(Settings.model_validate({**settings.model_dump(), "plans_file": plans})) as application:
        yield application.new_client()


@pytest.mark.slow
async def test_the_object_of_a_refused_image_is_removed(settings: Settings, bucket: Bucket, small: Client) -> None:
    task = await small.task("createTask", prompt="a fox")
    error = await small.refused("completeTask", id=task["id"], image=IMAGES[0])
    assert error["code"] == "QUOTA_EXCEEDED"
    assert await claims(settings) == 0
    await bucket.until_keys_of(small, set())


@pytest.mark.slow
async def test_only_unused_uploads_expire(settings: Settings, user: Client, bucket: Bucket) -> None:
    task = await user.task("createTask", prompt="a fox")
    old, new = [await uploaded(user, task["id"], picture(seed=n)) for n in (1, 2)]
    assert len(await bucket.keys_of(user)) == 2
    async with as_owner(settings) as owner, Database(settings.database_url.get_secret_value()) as database:
        await owner.execute(
            "UPDATE task_record.image_uploads SET created_at = now() - interval '24 hours 1 second' WHERE id = $1",
            UUID(old),
        )
        await expire_uploads(database, NO_SCHEDULE)
        await bucket.until_keys_of(user, {f"uploads/{user.id}/{task['id']}/{new}"})
        left = await owner.fetch("SELECT id FROM task_record.image_uploads")
        assert [str(row["id"]) for row in left] == [new]
    error = await user.refused("completeTask", id=task["id"], image={"uploadId": old})
    assert error["code"] == "NOT_FOUND"
    done = await user.task("completeTask", id=task["id"], image={"uploadId": new})
    assert done["status"] == "COMPLETED"
    names = await named(settings, task["id"])
    async with as_owner(settings) as owner, Database(settings.database_url.get_secret_value()) as database:
        await owner.execute("UPDATE task_record.image_uploads SET created_at = now() - interval '2 days'")
        await expire_uploads(database, NO_SCHEDULE)
    await bucket.until_keys_of(user, names)


async def test_the_claim_of_a_deleted_task_lasts_as_long_as_an_upload(settings: Settings, user: Client) -> None:
    deleted, kept = [(await user.task("createTask", prompt="a fox"))["id"] for _ in range(2)]
    for task_id in (deleted, kept):
        await uploaded(user, task_id, picture())
    await user.mutate("deleteTask", "deletedTaskId", id=deleted)
    async with as_owner(settings) as owner, Database(settings.database_url.get_secret_value()) as database:
        left = []
        for age in (timedelta(minutes=59), timedelta(minutes=61)):
            await owner.execute("UPDATE task_record.image_uploads SET created_at = now() - $1::interval", age)
            await expire_uploads(database, NO_SCHEDULE)
            left.append({str(row["task_id"]) for row in await owner.fetch("SELECT * FROM task_record.image_uploads")})
    assert left == [{deleted, kept}, {kept}]


async def give_up_removal(owner: asyncpg.Connection, task_id: str) -> None:
    await owner.execute("DELETE FROM user_task_history WHERE id = $1", UUID(task_id))
    await owner.execute("UPDATE task_record.pgqueuer SET status = 'failed', attempts = 1000")


@pytest.mark.slow
@pytest.mark.parametrize("has_failed", [False, True])
async def test_a_server_does_the_removals_of_an_earlier_one(
    settings: Settings, bucket: Bucket, has_failed: bool
) -> None:
    """Also those that failed until their last attempt."""
    async with in_process(settings) as application:
        user = application.new_client()
        task = await user.task("createTask", prompt="a fox", originalImage=IMAGES[0])
    async with as_owner(settings) as owner:
        if has_failed:
            await give_up_removal(owner, task["id"])
            await resume_removals(await queries(owner), NO_SCHEDULE)
        else:
            await owner.execute("DELETE FROM user_task_history WHERE id = $1", UUID(task["id"]))
    assert len(await bucket.keys_of(user)) == 2
    async with in_process(settings):
        await bucket.until_keys_of(user, set())


@pytest.mark.slow
async def test_two_schedules_may_be_due_at_once(
    settings: Settings, bucket: Bucket, caplog: pytest.LogCaptureFixture
) -> None:
    """Schedules are due together at every full hour, here while PostgreSQL is slow."""
    async with in_process(settings) as application, as_owner(settings) as owner:
        user = application.new_client()
        task = await user.task("createTask", prompt="a fox", originalImage=IMAGES[0])
        async with asyncio.timeout(PATIENCE):
            while await owner.fetchval("SELECT count(*) FROM task_record.pgqueuer_schedules") != 12:  # noqa: ASYNC110
                await asyncio.sleep(0.03)
    async with as_owner(settings) as owner:
        await give_up_removal(owner, task["id"])
        await owner.execute("UPDATE task_record.pgqueuer_schedules SET next_run = now()")
        async with in_process(settings):
            async with owner.transaction():
                await owner.execute("LOCK TABLE task_record.pgqueuer")
                await asyncio.sleep(1)
            await bucket.until_keys_of(user, set())
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


@pytest.mark.slow
async def test_a_removal_does_not_wait_for_a_poll(
    settings: Settings, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker is notified of the removal, though PgQueuer's own trigger is off."""
    monkeypatch.setattr(worker, "POLL_EVERY", timedelta(minutes=1))
    async with in_process(settings) as application:
        user = application.new_client()
        for _ in range(2):
            task = await user.task("createTask", prompt="a fox", originalImage=IMAGES[0])
            await user.mutate("deleteTask", "deletedTaskId", id=task["id"])
            await bucket.until_keys_of(user, set())


@pytest.mark.slow
async def test_a_silent_connection_is_replaced(
    settings: Settings, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection to PostgreSQL breaks without notice, and the worker goes on over a new one."""
    monkeypatch.setattr(worker, "POLL_EVERY", timedelta(seconds=0.3))
    monkeypatch.setattr(connections, "COMMAND_TIMEOUT", 1.0)
    where = urlsplit(settings.database_listen_url.get_secret_value())
    socket = f"{parse_qs(where.query)['host'][0]}/.s.PGSQL.5432"
    async with Proxy(lambda: asyncio.open_unix_connection(socket)) as proxy:
        url = f"postgresql://{where.username}:{where.password}@127.0.0.1:{proxy.port}{where.path}?sslmode=disable"
        listening = settings.model_copy(update={"database_listen_url": SecretStr(url)})
        async with in_process(listening) as application:
            user = application.new_client()
            task = await user.task("createTask", prompt="a fox", originalImage=IMAGES[0])
            proxy.strand()
            await user.mutate("deleteTask", "deletedTaskId", id=task["id"])
            await bucket.until_keys_of(user, set())
