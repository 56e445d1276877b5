"""Storage that is down, slow or refuses: the error of the caller, and that no object remains."""

import asyncio
from datetime import timedelta
from hashlib import sha256

import pytest

from models.database import Database
from server import worker
from server.jobs import expire_uploads
from server.settings.settings import Settings
from tests.api import mutation
from tests.application import in_process
from tests.bucket import Bucket, own_bucket
from tests.faults.proxy import refusal, storage_behind
from tests.models.connections import as_owner
from tests.pictures import picture
from tests.resolvers.images.direct_upload import uploaded
from tests.server.observation.scraping import scrape
from tests.server.worker_tables import IMAGES, NO_SCHEDULE, PATIENCE, claims, hurry, jobs, until_no_jobs

pytestmark = pytest.mark.own_database


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker looks for jobs to retry every 0.3 instead of 5 seconds."""
    monkeypatch.setattr(worker, "POLL_EVERY", timedelta(seconds=0.3))


TASK = "query ($id: ID!) { task(id: $id) { status generatedImage { url } } }"
UNAVAILABLE = "Images can be neither stored nor read at the moment. Nothing has changed: send it again a little later."
TRIED_AGAIN = """SELECT execute_after - now() AS wait FROM task_record.pgqueuer
  WHERE status = 'queued' AND attempts > $1"""
PICKED = "SELECT count(*) FROM task_record.pgqueuer WHERE status = 'picked'"
MANY_REMOVALS = """INSERT INTO task_record.pgqueuer (priority, entrypoint, payload, status)
  SELECT 0, 'remove_objects', '["task-history/none"]', 'queued' FROM generate_series(1, 60)"""


@pytest.mark.slow
async def test_a_removal_is_repeated_while_storage_is_down(
    settings: Settings, bucket: Bucket, caplog: pytest.LogCaptureFixture
) -> None:
    async with storage_behind(settings) as (proxy, changed), in_process(changed) as application:
        user = application.new_client()
        task = await user.task("createTask", prompt="a fox", originalImage=IMAGES[0])
        proxy.cut = True
        proxy.asked.clear()
        await user.mutate("deleteTask", "deletedTaskId", id=task["id"])
        for attempts in (0, 900):
            await until_tried_again(settings, attempts)
        assert proxy.asked.is_set()
        assert "removing objects failed, attempt 901" in caplog.text
        assert len(await bucket.keys_of(user)) == 2
        proxy.heal()
        await hurry(settings, 901)
        await bucket.until_keys_of(user, set())


async def until_tried_again(settings: Settings, attempts: int) -> None:
    """Wait until the job has failed again, and assert that its next attempt is within five minutes."""
    await hurry(settings, attempts)
    async with as_owner(settings) as owner, asyncio.timeout(PATIENCE):
        while not (row := await owner.fetchrow(TRIED_AGAIN, attempts)):  # noqa: ASYNC110
            await asyncio.sleep(0.03)
    assert row["wait"] < timedelta(minutes=5)


@pytest.mark.slow
async def test_a_server_that_stops_loses_no_removal(settings: Settings, bucket: Bucket) -> None:
    async with storage_behind(settings) as (proxy, changed):
        async with in_process(changed) as application:
            user = application.new_client()
            task = await user.task("createTask", prompt="a fox", originalImage=IMAGES[0])
            proxy.silent = True
            proxy.asked.clear()
            await user.mutate("deleteTask", "deletedTaskId", id=task["id"])
            await proxy.asked.wait()
            stopping = asyncio.get_running_loop().time()
        assert asyncio.get_running_loop().time() - stopping < PATIENCE
        assert len(await jobs(settings)) == 1
        assert len(await bucket.keys_of(user)) == 2
    async with in_process(settings):
        await hurry(settings, 1)
        await bucket.until_keys_of(user, set())


@pytest.mark.slow
async def test_many_removals_leave_connections_to_users(settings: Settings) -> None:
    """For example, when a user with 100,000 tasks is erased, and storage is slow to remove the images."""
    async with storage_behind(settings) as (proxy, changed), as_owner(settings) as owner:
        async with in_process(changed) as application:
            proxy.hold = b"?delete"
            await owner.execute(MANY_REMOVALS)
            user = application.new_client()
            async with asyncio.timeout(PATIENCE):
                while not await owner.fetchval(PICKED):  # noqa: ASYNC110
                    await asyncio.sleep(0.03)
                task = await user.task("createTask", prompt="a fox", originalImage=IMAGES[0])
            assert await owner.fetchval(PICKED) <= worker.JOBS_AT_ONCE
            proxy.released.set()
            await until_no_jobs(settings)
        assert task["originalImage"]["sha256"] == sha256(picture(seed=0)).hexdigest()


@pytest.mark.slow
async def test_an_object_stored_after_the_request_failed_is_removed(settings: Settings, bucket: Bucket) -> None:
    """Storage refuses the thumbnail, and stores the image only after the request has failed."""
    async with storage_behind(settings) as (proxy, changed), in_process(changed) as application:
        user = application.new_client()
        proxy.answer, proxy.answer_to, proxy.hold = refusal(500), b"-thumbnail", picture()[:8]
        error = await user.error(mutation("createTask"), input={"prompt": "a fox", "originalImage": IMAGES[0]})
        assert error["extensions"] == {"code": "UNAVAILABLE"}
        assert error["message"] == UNAVAILABLE
        proxy.answer = None
        await until_no_jobs(settings)
        proxy.released.set()
        async with asyncio.timeout(PATIENCE):
            while not await bucket.keys_of(user):  # noqa: ASYNC110 - storage notifies nobody
                await asyncio.sleep(0.03)
        async with as_owner(settings) as owner, Database(settings.database_url.get_secret_value()) as database:
            await expire_uploads(database, NO_SCHEDULE)
            assert len(await bucket.keys_of(user)) == 1
            await owner.execute("UPDATE task_record.image_uploads SET created_at = now() - interval '61 minutes'")
            await expire_uploads(database, NO_SCHEDULE)
        await bucket.until_keys_of(user, set())
        assert await claims(settings) == 0


@pytest.mark.slow
async def test_storage_that_refuses_is_reported_and_nothing_remains(settings: Settings, bucket: Bucket) -> None:
    async with storage_behind(settings) as (proxy, changed), in_process(changed) as application:
        user = application.new_client()
        task = await user.task("createTask", prompt="a fox")
        upload = {"uploadId": await uploaded(user, task["id"], picture(seed=5))}
        proxy.answer = refusal(503)
        before = await scrape(application.http)
        for image in (IMAGES[0], upload):
            error = await user.error(mutation("completeTask"), input={"id": task["id"], "image": image})
            assert (error["extensions"], error["message"]) == ({"code": "UNAVAILABLE"}, UNAVAILABLE)
        after = await scrape(application.http)
        assert after.added(before, "task_record_requests_total", operation="unnamed", outcome="failed") == 2
        assert (await user.data(TASK, id=task["id"]))["task"] == {"status": "PENDING", "generatedImage": None}
        proxy.heal()
        assert len(await bucket.keys_of(user)) == 1
        assert (await user.task("completeTask", id=task["id"], image=upload))["status"] == "COMPLETED"


@pytest.mark.slow
async def test_only_selected_fields_of_the_integrity_report_are_read(settings: Settings) -> None:
    async with (
        own_bucket(settings) as own,
        storage_behind(own) as (proxy, changed),
        in_process(changed) as application,
    ):
        administrator = application.new_client(role="admin")
        proxy.cut = True
        found = await administrator.data("{ admin { integrity { driftedStatistics driftedCredits unownedObjects } } }")
        assert found["admin"]["integrity"] == {"driftedStatistics": 0, "driftedCredits": 0, "unownedObjects": 0}
        proxy.heal()
        found = await administrator.data("{ admin { integrity { missingObjects overdueRemovals } } }")
        assert found["admin"]["integrity"] == {"missingObjects": 0, "overdueRemovals": 0}
