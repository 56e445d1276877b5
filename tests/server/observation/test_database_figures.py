"""Metrics of the whole database at `/metrics`, which has all other metrics even if PostgreSQL does not answer."""

import asyncio
from pathlib import Path
from time import monotonic, time

import asyncpg
import httpx2
import pytest
from pydantic import SecretStr

from server.observation import database_figures
from server.operations.backup.taking import BackupKeys, back_up
from server.operations.reconcile import reconcile
from server.settings.settings import Settings
from tests.api import Client
from tests.application import in_process
from tests.bucket import own_bucket
from tests.pictures import data_url, picture
from tests.resolvers.webhooks.hooks import ADDRESS
from tests.server.observation.scraping import scrape

pytestmark = pytest.mark.own_database


@pytest.fixture(autouse=True)
def always_new(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_figures, "READ_EVERY", 0.0)


@pytest.mark.slow
async def test_tasks_images_jobs_and_connections(
    http: httpx2.AsyncClient, user: Client, database: asyncpg.Connection
) -> None:
    image = picture()
    tasks = [
        await user.task("createTask", prompt="a fox", originalImage={"dataUrl": data_url(image)}) for _ in range(3)
    ]
    await user.task("completeTask", id=tasks[0]["id"], image={"dataUrl": data_url(image)})
    await user.task("failTask", id=tasks[1]["id"], errorMessage="no")
    await database.execute(JOBS)
    async with asyncio.timeout(20):  # the worker counts every five seconds
        while (found := await scrape(http)).value("task_record_stored_images") < 4:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    statuses = {status: found.value("task_record_tasks", status=status) for status in ("completed", "failed", "open")}
    assert statuses == {"completed": 1, "failed": 1, "open": 1}
    assert found.value("task_record_stored_image_bytes") == 4 * len(image)
    assert found.value("task_record_database_bytes") > 1_000_000
    assert 0 <= found.value("task_record_totals_age_seconds") < 20
    assert found.value("task_record_database_up") == 1
    states = ("waiting", "running", "scheduled", "given_up")
    assert [found.value("task_record_jobs", state=state) for state in states] == [1, 0, 2, 1]
    assert 7_200 <= found.value("task_record_oldest_job_seconds") < 7_300
    accepted = await database.fetchval("SELECT current_setting('max_connections')::int")
    assert 1 <= found.value("task_record_database_connections") <= accepted
    assert accepted - 10 <= found.value("task_record_database_connections_limit") < accepted
    assert found.value("task_record_storage_up") == 1


LOST = """INSERT INTO user_task_history (user_id, prompt, aws_generated_key)
  SELECT user_id, '', format('task-history/%s/%s/generated-%s', user_id, gen_random_uuid(), gen_random_uuid())
  FROM (SELECT gen_random_uuid() AS user_id) AS someone"""
JOBS = """
INSERT INTO task_record.pgqueuer (priority, entrypoint, status, created, execute_after, attempts) VALUES
  (0, 'of_another_version', 'queued', now() - interval '1 hour', now() + interval '1 hour', 3),
  (0, 'of_another_version', 'failed', now() - interval '2 hours', now(), 3),
  (0, 'of_another_version', 'queued', now() - interval '1 day', now() + interval '1 hour', 0),
  (0, 'of_another_version', 'queued', now(), now() + interval '1 hour', 0)
"""


@pytest.mark.slow
async def test_events_that_wait_for_a_webhook(http: httpx2.AsyncClient, user: Client) -> None:
    made = await user.mutate("createWebhook", "webhook { id }", url=ADDRESS, events=["TASK_CREATED", "TASK_DELETED"])
    task = await user.task("createTask", prompt="a fox")
    await user.mutate("deleteTask", "deletedTaskId", id=task["id"])
    assert (await scrape(http)).value("task_record_webhook_deliveries_waiting") == 2
    await user.mutate("deleteWebhook", "deletedWebhookId", id=made["webhook"]["id"])


@pytest.mark.slow
async def test_many_jobs_cost_no_more(http: httpx2.AsyncClient, database: asyncpg.Connection) -> None:
    await database.execute(
        "INSERT INTO task_record.pgqueuer (priority, entrypoint, status) "
        "SELECT 0, 'of_another_version', 'queued' FROM generate_series(1, 10500)"
    )
    assert (await scrape(http)).value("task_record_jobs", state="waiting") == 10_000


@pytest.mark.slow
async def test_postgresql_that_does_not_answer(
    http: httpx2.AsyncClient, user: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await scrape(http)).value("task_record_database_up") == 1
    monkeypatch.setattr(database_figures, "READ_TIMEOUT", 0.2)
    owner = await asyncpg.connect(settings.database_owner_url.get_secret_value())
    async with owner.transaction():
        await owner.execute("LOCK TABLE task_record.pgqueuer IN ACCESS EXCLUSIVE MODE")
        began = monotonic()
        for _ in range(3):
            found = await scrape(http)
            assert found.value("task_record_database_up") == 0
            assert found.value("task_record_database_bytes") > 0  # shown for a minute as last read
        assert monotonic() - began < 5
        monkeypatch.setattr(database_figures, "SHOWN_FOR", 0.0)
        found = await scrape(http)
        assert "task_record_database_bytes" not in found.names
        assert "python_info" in found.names
    await owner.close()
    monkeypatch.setattr(database_figures, "SHOWN_FOR", 60.0)
    async with asyncio.timeout(10):
        while (await scrape(http)).value("task_record_database_up") == 0:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_a_missing_postgresql(settings: Settings) -> None:
    nowhere = SecretStr("postgresql://nobody@127.0.0.1:1/nowhere")
    async with in_process(settings, database_url=nowhere, database_listen_url=nowhere) as application:
        found = await scrape(application.http)
        assert found.value("task_record_database_up") == 0
        assert "task_record_tasks" not in found.names
        assert "python_info" in found.names


@pytest.mark.slow
async def test_findings_of_reconcile(
    settings: Settings, http: httpx2.AsyncClient, database: asyncpg.Connection
) -> None:
    assert (await scrape(http)).value("task_record_integrity_checked_timestamp_seconds") == 0
    await database.execute(LOST)
    async with own_bucket(settings) as own:
        await reconcile(own, print, repair=False)
    found = await scrape(http)
    assert found.value("task_record_integrity_findings", kind="missing_objects") == 1
    assert found.value("task_record_integrity_findings", kind="drifted_credits") == 0
    assert abs(found.value("task_record_integrity_checked_timestamp_seconds") - time()) < 60
    await database.execute("UPDATE user_task_history SET aws_generated_key = NULL")
    async with own_bucket(settings) as own:
        await reconcile(own, print, repair=False)
    assert (await scrape(http)).value("task_record_integrity_findings", kind="missing_objects") == 0


@pytest.mark.slow
async def test_time_and_findings_of_the_last_backup(
    settings: Settings, http: httpx2.AsyncClient, database: asyncpg.Connection, tmp_path: Path
) -> None:
    finished = "task_record_backup_finished_timestamp_seconds"
    assert await back_up(settings, str(tmp_path), BackupKeys(), print, read_back=False) == []
    assert abs((await scrape(http)).value(finished) - time()) < 60
    await database.execute(LOST)
    [lost] = await back_up(settings, str(tmp_path), BackupKeys(), print, read_back=False)
    assert "was lost before" in lost
    found = await scrape(http)
    assert found.value("task_record_integrity_findings", kind="backup") == 1
    assert found.value("task_record_integrity_checked_timestamp_seconds") == 0  # a backup does not compare
