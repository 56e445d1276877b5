"""Backups and reconciliations exclude moves, and some users cannot be moved."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from resolvers.administration.inspection import Inspection
from server.operations import reconcile
from server.operations.backup import taking
from server.operations.backup.places.vault import Vault
from server.operations.backup.taking import BackupKeys, back_up
from server.operations.moving.move_lock import MoveFailed, nobody_moving
from server.settings.settings import Settings
from tests.databases.moving.moves import all_tasks, leave_without_arriving, moved, owners_of
from tests.databases.pair import Pair
from tests.databases.reconciled import CLEAN, reconcile_report
from tests.models.connections import connected
from tests.resolvers.credits.ledger import IMAGE
from tests.server.operations.backup.disaster import objects_of


@pytest.mark.slow
async def test_who_cannot_be_moved_stays(pair: Pair, tmp_path: Path) -> None:
    user, settings = pair.here, pair.settings
    [task] = await all_tasks(user)

    async def refused(to: int, match: str, settings: Settings = settings) -> None:
        with pytest.raises(MoveFailed, match=match):
            await moved(settings, user, to)
        assert list(await all_tasks(user)) == [task]

    await refused(3, "3 is not one of the databases 1 to 2")
    await refused(2, "DATABASE_ROUTE is not set", settings.per_database[0])
    async with nobody_moving(settings):
        await refused(2, "a backup, an import or a reconciliation is running")
    await pair.there.task("createTask", id=task, prompt="of the same id")
    await refused(
        2, "has a row with the same id: duplicate key value violates unique constraint .user_task_history_pkey"
    )
    async with owners_of(pair) as owners:
        assert await owners[1].fetchval("SELECT count(*) FROM task_record.arriving_rows") == 0
        lock = "SELECT pg_try_advisory_lock(hashtext('task_record moves'))"
        assert await owners[0].fetchval(lock)
        with pytest.raises(MoveFailed, match="A user is being moved to another database"):
            await back_up(settings, str(tmp_path), BackupKeys(), print, read_back=False)
    assert await reconcile_report(settings) == [CLEAN]
    for owner in (user, pair.there):  # so that other tests, which follow all tasks, meet no id twice
        await owner.mutate("deleteTask", "deletedTaskId", id=task)


async def lose_the_lock(pair: Pair) -> None:
    """Terminate the connection that holds the lock of moves, as a restart of the first database would."""
    async with connected(pair.servers[0].superuser_url) as superuser:
        assert await superuser.fetch("""
            SELECT pg_terminate_backend(pid, 5000) FROM pg_locks
            WHERE locktype = 'advisory' AND objsubid = 1 AND objid = hashtext('task_record moves')::oid""")


def list_of_whole(place: Path) -> list[str]:
    return [path.parts[-4] for path in place.rglob("manifest")]


@pytest.mark.slow
async def test_a_backup_during_which_a_user_may_have_been_moved_is_not_whole(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user could be missing from the backups of both databases."""
    back_up_one = taking.back_up_one

    async def moved_before_the_second(one: Settings, vault: Vault, *given: Any, **named: Any) -> list[str]:
        if vault.part == "database-2":
            await lose_the_lock(pair)
            await moved(pair.settings, pair.there, 1)
        return await back_up_one(one, vault, *given, **named)

    monkeypatch.setattr(taking, "back_up_one", moved_before_the_second)
    with pytest.raises(MoveFailed, match="a user may have been moved"):
        await back_up(pair.settings, str(tmp_path), BackupKeys(), print, read_back=False)
    assert list_of_whole(tmp_path) == ["database-1"]


@pytest.mark.slow
async def test_nothing_is_removed_while_a_user_may_be_on_their_way(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a user has left one database and not arrived in the other, no database names their images."""
    user, settings = pair.here, pair.settings
    await user.task("createTask", prompt="a hare", originalImage=IMAGE)
    before = await objects_of(settings)
    objects = Inspection.objects

    async def objects_between(inspection: Inspection) -> AsyncIterator[Any]:
        await lose_the_lock(pair)
        await leave_without_arriving(settings, user, 2, monkeypatch)
        async for findings in objects(inspection):
            yield findings

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Inspection, "objects", objects_between)
        meanwhile.setattr(reconcile, "SENDING_TAKES", timedelta(0))
        with pytest.raises(MoveFailed, match="a user may have been moved"):
            await reconcile_report(settings, repair=True)
    assert await objects_of(settings) == before
    assert len(await all_tasks(user)) == 2
    assert await reconcile_report(settings) == [CLEAN]


@pytest.mark.slow
async def test_nothing_is_removed_when_the_database_of_the_lock_comes_up_later(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock was not held while it was down, so a user may be moved from the moment at which it is up."""
    user, settings = pair.there, pair.settings
    await user.task("createTask", prompt="a hare", originalImage=IMAGE)
    before = await objects_of(settings)
    objects = Inspection.objects

    async def objects_after(inspection: Inspection) -> AsyncIterator[Any]:
        await start(pair)
        await leave_without_arriving(settings, user, 1, monkeypatch)
        async for findings in objects(inspection):
            yield findings

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Inspection, "objects", objects_after)
        meanwhile.setattr(reconcile, "SENDING_TAKES", timedelta(0))
        pair.servers[0].stop()
        with pytest.raises(MoveFailed, match="a user may have been moved"):
            await reconcile_report(settings, repair=True)
    assert await objects_of(settings) == before
    assert len(await all_tasks(user)) == 2
    assert await reconcile_report(settings) == [CLEAN]


async def start(pair: Pair) -> None:
    """Start the first database, which was stopped."""
    pair.servers[0].start()
    await asyncio.to_thread(pair.servers[0].wait_until_ready)


@pytest.mark.slow
async def test_a_backup_is_not_whole_when_the_database_of_the_lock_comes_up_later(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other databases are backed up while it is down."""
    back_up_one = taking.back_up_one
    with monkeypatch.context() as meanwhile:
        pair.servers[0].stop()
        [wrong] = await back_up(pair.settings, str(tmp_path / "down"), BackupKeys(), print, read_back=False)
        assert "was not backed up" in wrong
        assert list_of_whole(tmp_path / "down") == ["database-2"]

        async def started_before_the_first(one: Settings, vault: Vault, *given: Any, **named: Any) -> list[str]:
            if vault.part == "database-1":
                await start(pair)
            return await back_up_one(one, vault, *given, **named)

        meanwhile.setattr(taking, "back_up_one", started_before_the_first)
        with pytest.raises(MoveFailed, match="a user may have been moved"):
            await back_up(pair.settings, str(tmp_path / "up"), BackupKeys(), print, read_back=False)
    assert list_of_whole(tmp_path / "up") == []
