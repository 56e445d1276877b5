"""Commands act on each of several databases."""

import asyncio
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from pydantic import SecretStr

from server.operations.backup.places.place import BackupFailed
from server.operations.backup.restoring import RestoreOptions, restore
from server.operations.backup.taking import BackupKeys, back_up, record_erasures
from server.operations.checking.check import check
from server.operations.moving.move_user import move_user
from server.settings.settings import Settings
from server.stores.connections import create_bucket, open_storage
from tests.api import Client
from tests.application import on_port
from tests.databases.pair import running_pair, user_in_each
from tests.databases.reconciled import CLEAN, reconcile_report
from tests.databases.servers import DatabaseServers
from tests.models.connections import connected
from tests.pictures import data_url, picture
from tests.server.operations.backup.disaster import destroy, objects_of
from tests.services import ObjectStorageService
from tests.storage.conftest import drop_bucket

IMAGE = {"dataUrl": data_url(picture())}
READ = "{ tasks { nodes { id prompt images { sha256 } originalImage { sha256 } } } statistics { totalTasks } }"


@pytest.mark.slow
async def test_a_backup_is_restored_into_all_databases(
    servers: DatabaseServers, object_storage: ObjectStorageService, tmp_path: Path
) -> None:
    async with running_pair(servers, object_storage, f"test-{uuid4().hex}") as pair:
        settings = pair.settings
        await create_bucket(settings)
        users = [pair.here, pair.there]
        await pair.there.task("createTask", prompt="a hare", originalImage=IMAGE)
        before = [await user.data(READ) for user in users]
        objects = await objects_of(settings)
        told: list[str] = []
        assert await back_up(settings, str(tmp_path), BackupKeys(), told.append, read_back=False) == []
        assert all((tmp_path / f"database-{number}/backups").is_dir() for number in (1, 2))
        with pytest.raises(BackupFailed, match="is not empty"):
            await restore(settings, str(tmp_path), RestoreOptions(None, [], []), told.append)
        await destroy_all(settings)
        await restore(settings, str(tmp_path), RestoreOptions(None, [], []), told.append)
        assert await check(settings) == []
        assert [await user.data(READ) for user in users] == before
        assert await objects_of(settings) == objects
        assert await reconcile_report(settings) == [CLEAN]
        await end_an_interrupted_restore(settings, tmp_path)
        async with open_storage(settings) as storage:
            with suppress(storage._client.exceptions.NoSuchBucket):
                await drop_bucket(storage)


@pytest.mark.slow
async def test_who_was_moved_between_two_backups_is_restored_once(
    servers: DatabaseServers, object_storage: ObjectStorageService, tmp_path: Path
) -> None:
    """A user who was moved and then erased is erased again. The later backup lacks a database, which was down."""
    async with running_pair(servers, object_storage, f"test-{uuid4().hex}") as pair:
        settings, target = pair.settings, str(tmp_path)
        await create_bucket(settings)
        async with connected(settings.owner_urls[0]) as first, connected(settings.owner_urls[1]) as second:
            [erased, _] = await user_in_each(pair.application, [first, second])
        before = await pair.here.data(READ)
        told: list[str] = []
        assert await back_up(settings, target, BackupKeys(), told.append, read_back=False) == []
        [whole] = (tmp_path / "database-2/backups").iterdir()
        for user in (pair.here, erased):
            await move_user(settings, user.id, 2, told.append)
        administrator = pair.application.new_client(role="admin")
        await administrator.mutate("eraseUser", "erasure { tasks }", userId=str(erased.id), dryRun=False)
        await record_erasures(settings, target)
        pair.servers[1].stop()
        [wrong] = await back_up(settings, target, BackupKeys(), told.append, read_back=False)
        assert "was not backed up" in wrong
        pair.servers[1].start()
        await asyncio.to_thread(pair.servers[1].wait_until_ready)
        await destroy_all(settings)
        [half] = {path.name for path in (tmp_path / "database-1/backups").iterdir()} - {whole.name}
        with pytest.raises(BackupFailed, match=f"There is no backup {half} here that is complete for all"):
            await restore(settings, target, RestoreOptions(half, [], []), told.append)
        told.clear()
        await restore(settings, target, RestoreOptions(None, [], []), told.append)
        assert told[0] == f"The backup {half} is not complete for all databases, and is not restored."
        async with on_port(settings) as fresh:
            assert await Client(fresh.http, pair.here.id, plan=pair.here.plan).data(READ) == before
            assert (await Client(fresh.http, erased.id).data(READ))["tasks"] == {"nodes": []}
        async with connected(settings.owner_urls[0]) as first, connected(settings.owner_urls[1]) as second:
            count = "SELECT count(*) FROM user_task_history WHERE user_id = $1"
            assert [await one.fetchval(count, pair.here.id) for one in (first, second)] == [1, 0]
        assert await reconcile_report(settings) == [CLEAN]
        async with open_storage(settings) as storage:
            with suppress(storage._client.exceptions.NoSuchBucket):
                await drop_bucket(storage)


async def end_an_interrupted_restore(settings: Settings, source: Path) -> None:
    """A restore that died when it had removed its mark from the first database is completed by a second one."""
    async with connected(settings.owner_urls[1]) as owner:
        await owner.execute("COMMENT ON SCHEMA task_record IS 'Being restored from a backup'")
    [fault] = await check(settings)
    assert "A restore of the backup a backup has begun and not finished." in fault.what
    told: list[str] = []
    await restore(settings, str(source), RestoreOptions(None, [], []), told.append)
    assert await check(settings) == []


async def destroy_all(settings: Settings) -> None:
    """Destroy all rows and objects; the bucket exists again, empty."""
    first, second = settings.per_database
    await destroy(first)
    await create_bucket(settings)
    await destroy(second)


@pytest.mark.slow
async def test_a_missing_database_is_reported(settings: Settings) -> None:
    """There would be no events from that database, and no worker."""
    urls = settings.listen_urls
    three = {"database_listen_url": urls[:3], "database_owner_url": settings.owner_urls[:3]}
    changes = {name: SecretStr(" ".join(some)) for name, some in three.items()}
    [fault] = await check(settings.model_copy(update=changes))
    assert fault.what.endswith("leads users to a database that DATABASE_LISTEN_URL does not name.")


@pytest.mark.slow
async def test_a_route_that_the_router_refuses_is_reported(settings: Settings) -> None:
    [fault, *_] = await check(settings.model_copy(update={"database_route": "LET '{user_id}'"}))
    assert "does not accept DATABASE_ROUTE" in fault.what


@pytest.fixture
async def drifted(users: list[Client], owners: list[asyncpg.Connection]) -> None:
    """Make the totals of all users wrong."""
    for user, owner in zip(users, owners, strict=True):
        await owner.execute("UPDATE user_task_statistics SET total_tasks = 99 WHERE user_id = $1", user.id)


@pytest.mark.slow
@pytest.mark.usefixtures("drifted")
async def test_totals_are_compared_and_repaired_in_all_of_them(settings: Settings, users: list[Client]) -> None:
    settings = settings.model_copy(update={"s3_bucket_name": f"test-{uuid4().hex}"})  # an empty one
    await create_bucket(settings)
    found = [line for line in await reconcile_report(settings) if line.startswith("drifted statistics")]
    assert {line.rpartition(" ")[2] for line in found} == {str(user.id) for user in users}
    await reconcile_report(settings, repair=True)
    for user in users:
        assert (await user.data("{ statistics { totalTasks } }"))["statistics"] == {"totalTasks": 1}
