"""`./run backup` and `./run restore`: all that was acknowledged is restored, though either was killed before."""

import asyncio
import os
import re
import signal
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random
from subprocess import CompletedProcess
from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

import pytest

from models.images.removal_hold import HOLD, RELEASE
from server import worker
from server.operations.backup.places.place import BackupFailed
from server.operations.backup.restoring import RestoreOptions, restore
from server.operations.backup.taking import BackupKeys, back_up, record_erasures
from server.operations.checking.check import check
from server.operations.reconcile import reconcile
from server.settings.settings import Settings
from server.stores.connections import create_bucket, open_storage
from tests.api import Client
from tests.application import Application, in_process
from tests.bucket import put
from tests.databases.reconciled import CLEAN
from tests.faults.recorder import Recorder
from tests.models.connections import as_owner, as_superuser
from tests.server.commands import Start, environment, forked, new_python, run, variables
from tests.server.exports.recorded import PROMPTS, record
from tests.server.operations.backup.backup_keys import Keys
from tests.server.operations.backup.conftest import with_bucket
from tests.server.operations.backup.disaster import destroy, missing_in, objects_of, tables_with, world_of
from tests.server.worker_tables import IMAGES, PATIENCE, until_no_jobs
from tests.services import PostgresService

pytestmark = pytest.mark.own_database

PREFIX = "every/night"
ERASURE = "id userId tasks images requestedAt"
RECEIPT = f"query ($id: ID!) {{ admin {{ erasure(id: $id) {{ {ERASURE} }} }} }}"

COPIES = """SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()
  AND application_name = $1 AND query LIKE 'COPY %user_task_history%')"""
"""Whether PostgreSQL's program of that name reads or writes the tasks."""


async def command(settings: Settings, *arguments: object) -> CompletedProcess[str]:
    return await asyncio.to_thread(run, *arguments, **variables(settings))


async def done(settings: Settings, *arguments: object) -> str:
    """Run the command, which must succeed, and return its output."""
    ended = await command(settings, *arguments)
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


async def refused(settings: Settings, *arguments: object) -> str:
    """Run the command, which must fail, and return its errors."""
    ended = await command(settings, *arguments)
    assert ended.returncode == 1, ended.stdout
    assert "Traceback" not in ended.stderr
    return ended.stderr


async def killed(
    settings: Settings,
    until: Callable[[], Awaitable[bool]],
    *arguments: object,
    start: Start = forked,
    **changes: str,
) -> None:
    """Start the command, and kill it as soon as `until` returns True."""
    with TemporaryFile() as log:
        process = start(arguments, environment(**variables(settings, **changes)), log.fileno(), log.fileno())
        async with asyncio.timeout(PATIENCE):
            while not await until():
                assert process.poll() is None, os.pread(log.fileno(), 10_000, 0)
                await asyncio.sleep(0.001)
        process.kill()
        assert await asyncio.to_thread(process.wait, PATIENCE) == -signal.SIGKILL


async def is_right(settings: Settings) -> None:
    told: list[str] = []
    await reconcile(settings, told.append, repair=False)
    assert told == [CLEAN]
    assert await check(settings) == []


async def erased(application: Application, user_id: UUID) -> dict[str, Any]:
    given = {"userId": str(user_id), "dryRun": False}
    payload = await application.new_client(role="admin").mutate("eraseUser", f"erasure {{ {ERASURE} }}", **given)
    return dict(payload["erasure"])


@pytest.mark.slow
async def test_all_acknowledged_changes_are_restored(settings: Settings, elsewhere: Settings) -> None:
    """The backup is made into a bucket, while other users create tasks, replace images and delete tasks."""
    async with with_bucket(settings) as place:
        await create_bucket(place)
        target = f"s3://{place.s3_bucket_name}/{PREFIX}"
        async with in_process(settings) as application:
            user, other, leaving = (Recorder(application.new_client(), Random(seed)) for seed in (1, 2, 3))
            stop = asyncio.Event()
            for _ in range(5):
                await user.one_task()
            before = await world_of(settings)
            await leaving.one_task()
            load = asyncio.create_task(other.work(stop))
            told = await done(settings, "backup", target, "--verify")
            stop.set()
            await load
            erasure = await erased(application, leaving.client.id)
            await record_erasures(settings, target)
        await destroy(settings)
        [backup] = re.findall(r"Backup (\S+):", told)
        told = await done(elsewhere, "restore", target, "--backup", backup)
        assert "Erased 1 users again" in told
        assert f"Restored {backup}" in told
        restored = await world_of(elsewhere)
        assert missing_in(before, restored) == {}
        assert tables_with(leaving.client.id, restored) == {"task_record.erasures", "task_record.audit_entries"}
        await is_right(elsewhere)
        async with in_process(elsewhere) as application:
            again = Client(application.http, user.client.id)
            expected = [task for task, is_so in user.tasks.items() if not is_so.deleted]
            seen = await again.data("{ tasks(first: 100) { nodes { id } } }")
            assert {node["id"] for node in seen["tasks"]["nodes"]} == set(expected)
            await again.task("createTask", prompt="a fox after the flood", originalImage=IMAGES[0])
            administrator = application.new_client(role="admin")
            assert (await administrator.data(RECEIPT, id=erasure["id"]))["admin"]["erasure"] == erasure


@pytest.mark.slow
async def test_a_killed_backup_or_restore_is_never_complete(
    settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    """A backup, encrypted in a folder, and a restore are killed halfway, and run again."""
    place, keys = tmp_path / "backups", Keys.made(tmp_path)
    backup = ["backup", place, "--recipient", keys.recipient, "--sign", keys.signing]
    async with in_process(settings) as application:
        user = application.new_client()
        task = await user.task("createTask", prompt="a fox", originalImage=IMAGES[0])
        await user.task("completeTask", id=task["id"], image=IMAGES[1], moreImages=[IMAGES[2]])
    before = await world_of(settings)

    async def restored(settings: Settings, identities: Sequence[Path] = (keys.identity,)) -> None:
        await restore(settings, str(place), RestoreOptions(None, identities, [], [keys.signer]), print)

    async def images_are_copied() -> bool:
        return len(list(place.glob("lists/*/*.gz"))) > 0

    await killed(settings, images_are_copied, *backup)
    with pytest.raises(BackupFailed, match="There is no complete backup here"):
        await restored(elsewhere)
    told = await done(settings, *backup)
    assert "is incomplete" in told
    assert "6 images" in told
    assert "of which 0 were copied now" in told
    sealed = [file.read_bytes() for file in place.glob("images-*/**/*") if file.is_file()]
    assert len(sealed) == 6
    assert not any(content in file for file in sealed for content in before.objects.values())

    with pytest.raises(BackupFailed, match="The database is not empty: it has 1 rows in auth"):
        await restored(elsewhere)
    assert await world_of(settings) == before
    await destroy(settings)
    with pytest.raises(BackupFailed, match="Give --identity"):
        await restored(elsewhere, [])

    async def is_being_restored() -> bool:
        async with as_owner(settings) as owner:
            return bool(await owner.fetchval("SELECT to_regclass('task_record.pgqueuer') IS NOT NULL"))

    await killed(elsewhere, is_being_restored, "restore", place, *keys.options)
    assert [fault.what[:23] for fault in await check(elsewhere)] == ["A restore of the backup"]
    assert "A restore of the backup" in await refused(elsewhere, "migrate")
    await restored(elsewhere)
    after = await world_of(elsewhere)
    assert (missing_in(before, after), missing_in(after, before)) == ({}, {})
    await is_right(elsewhere)


@pytest.mark.slow
async def test_a_killed_command_leaves_no_files(
    postgres: PostgresService, settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    """TMPDIR has neither rows, nor images, nor their names."""
    place, temporary = tmp_path / "place", tmp_path / "temporary"
    temporary.mkdir()
    async with in_process(settings) as application:
        user = application.new_client()
        await record(settings, user, PROMPTS[:200])
        await user.task("createTask", prompt="a fox", originalImage=IMAGES[0])

    async def killed_during(program: str, settings: Settings, *command: object) -> None:
        async with as_superuser(postgres, settings) as superuser:

            async def copies() -> bool:
                return bool(await superuser.fetchval(COPIES, f"task_record {program}"))

            await killed(settings, copies, *command, start=new_python, TMPDIR=str(temporary))
        assert not [path for path in temporary.rglob("*") if path.is_file()]

    await killed_during("pg_dump", settings, "backup", place)
    await back_up(settings, str(place), BackupKeys(), print, read_back=False)
    await destroy(settings)
    await killed_during("pg_restore", elsewhere, "restore", place)


@pytest.mark.slow
async def test_damage_is_reported(settings: Settings, user: Client, tmp_path: Path) -> None:
    told: list[str] = []

    async def wrong(place: Path) -> list[str]:
        return await back_up(settings, str(place), BackupKeys(), told.append, read_back=True)

    await user.task("createTask", prompt="a fox", originalImage=IMAGES[0])
    [lost, _] = await objects_of(settings)
    assert await wrong(tmp_path) == []
    file = tmp_path / "images" / lost
    content = file.read_bytes()
    file.write_bytes(content[::-1])
    assert await wrong(tmp_path) == [f"images/{lost} was changed: its SHA-256 differs. The backup is damaged."]
    file.unlink()
    assert await wrong(tmp_path) == []
    assert file.read_bytes() == content
    assert "of which 1 were copied now" in told[-1]
    async with open_storage(settings) as storage:
        await put(storage, lost, b"something else")
        damaged = [f"{lost} is damaged: its SHA-256 is not that of its task."]
        assert [await wrong(tmp_path / "new") for _ in range(2)] == [damaged, damaged]
        await put(storage, lost, content)
        assert await wrong(tmp_path / "new") == []
        await storage.remove([lost])
    reported = await refused(settings, "backup", tmp_path / "newer")
    assert reported == f"{lost} was lost before: storage has no such object.\n"


@pytest.mark.slow
async def test_removals_wait_for_a_backup(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "POLL_EVERY", timedelta(seconds=0.1))
    monkeypatch.setattr(worker, "HELD_FOR", timedelta(seconds=0.1))
    async with in_process(settings) as application, as_owner(settings) as owner:
        user = application.new_client()
        task = await user.task("createTask", prompt="a fox", originalImage=IMAGES[0])
        before = await objects_of(settings)
        await owner.execute(HOLD)
        await user.mutate("deleteTask", "deletedTaskId", id=task["id"])
        async with asyncio.timeout(PATIENCE):
            while not await owner.fetchval("SELECT max(attempts) FROM task_record.pgqueuer"):  # noqa: ASYNC110
                await asyncio.sleep(0.03)
        assert await objects_of(settings) == before
        await owner.execute(RELEASE)
        await until_no_jobs(settings)
        assert await objects_of(settings) == {}


@pytest.mark.slow
async def test_empty_targets_and_wrong_files_are_refused(
    settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    """Refused: an empty target, as of a variable that is not set; and an image instead of a list of erased users."""
    for nowhere in ("", "s3://", "s3:///backups"):
        with pytest.raises(BackupFailed, match="Name a folder"):
            await back_up(settings, nowhere, BackupKeys(), print, read_back=False)
    await back_up(settings, str(tmp_path), BackupKeys(), print, read_back=False)
    picture = tmp_path / "erasures.png"
    picture.write_bytes(b"\x89PNG\r\n")
    with pytest.raises(BackupFailed, match="is not a text file of erased users"):
        await restore(elsewhere, str(tmp_path), RestoreOptions(None, [], [picture]), print)
