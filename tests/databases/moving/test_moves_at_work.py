"""Users are moved while they and others send requests."""

import asyncio
import random
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from models.database import Database
from models.placement.databases import Databases
from tests.api import Client
from tests.application import on_port
from tests.databases.moving.moves import COUNT, OVERALL, all_tasks, leave_without_arriving, moved, owners_of
from tests.databases.pair import Pair
from tests.databases.reconciled import CLEAN, reconcile_report
from tests.models.connections import connected
from tests.resolvers.credits.ledger import IMAGE, give
from tests.server.exports.exporting import exported, prepared

WAITS = "SELECT FROM pg_locks WHERE NOT granted AND relation = 'task_record.arriving_rows'::regclass"
PATIENCE = 30.0


async def hammer(user: Client, service: Client, recorded: dict[str, str], stopped: asyncio.Event) -> None:
    """Create, complete, fail and delete tasks until stopped, and note each task's expected status."""
    number = 0
    while not stopped.is_set():
        number += 1
        task = await user.task("createTask", prompt=f"{number}")
        recorded[task["id"]] = "PENDING"
        match number % 4:
            case 0:
                await service.task("completeTask", id=task["id"], tokensUsed=1, creditsDeducted=1, image=IMAGE)
                recorded[task["id"]] = "COMPLETED"
            case 1:
                await user.task("failTask", id=task["id"], errorMessage="No.")
                recorded[task["id"]] = "FAILED"
            case 2:
                await user.mutate("deleteTask", "deletedTaskId", id=task["id"])
                del recorded[task["id"]]
        found = await user.data("query ($id: ID!) { task(id: $id) { id } }", id=task["id"])
        assert (found["task"] is not None) is (task["id"] in recorded)  # a user reads what they have written


@pytest.mark.slow
async def test_nothing_is_refused_or_lost_while_users_work(pair: Pair) -> None:
    """Three clients of the user work at once, through two servers."""
    user, settings = pair.here, pair.settings
    service = pair.application.new_client(role="service", plan=None)
    user.plan = "priced"
    await give(service, user, 100_000)
    recorded, stopped = await all_tasks(user), asyncio.Event()
    async with on_port(settings) as other:
        hands = [user, user, Client(other.http, user.id, plan=user.plan)]
        services = [service, Client(other.http, service.id, "service", None), service]
        async with asyncio.TaskGroup() as group:
            for hand, helper in zip(hands, services, strict=True):
                group.create_task(hammer(hand, helper, recorded, stopped))
            for number in range(8):
                await asyncio.sleep(random.uniform(0, 0.4))
                await moved(settings, user, 2 - number % 2)
            stopped.set()
    assert len(recorded) > 20
    assert await all_tasks(user) == recorded
    assert await reconcile_report(settings) == [CLEAN]


@pytest.mark.slow
async def test_others_are_counted_while_a_user_is_moved(pair: Pair) -> None:
    """The moved user's tasks are counted after the move, also those that were created just before it."""
    user, settings = pair.here, pair.settings
    administrator = pair.application.new_client(role="admin")
    updated = "{ admin { statistics { totalTasks updatedAt } } }"
    async with owners_of(pair) as owners, connected(settings.owner_urls[1]) as in_the_way:
        for owner in owners:
            await owner.execute(COUNT)
        before = (await administrator.data(updated))["admin"]["statistics"]
        hindrance = in_the_way.transaction()
        await hindrance.start()
        await in_the_way.execute("LOCK TABLE task_record.arriving_rows IN SHARE MODE")
        await user.task("createTask", prompt="a hare")
        moving = asyncio.create_task(moved(settings, user, 2))
        async with asyncio.timeout(PATIENCE):
            while not await owners[1].fetchval(f"SELECT EXISTS ({WAITS})"):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        # A job may have counted the hare before the move began.
        earlier = (await administrator.data(updated))["admin"]["statistics"]
        for recorded in range(2):
            other = pair.application.new_client()
            await other.task("createTask", prompt="a lynx")
            for owner in owners:
                await owner.execute(COUNT, timeout=5)
            during = (await administrator.data(updated))["admin"]["statistics"]
            assert during["totalTasks"] == earlier["totalTasks"] + recorded + 1
            assert during["updatedAt"] > earlier["updatedAt"]
        await hindrance.rollback()
        await moving
        for owner in owners:
            await owner.execute(COUNT)
        after = (await administrator.data(OVERALL))["admin"]
        assert after["statistics"]["totalTasks"] == before["totalTasks"] + 3
        assert [one["totalTasks"] for one in after["users"]["nodes"] if one["userId"] == str(user.id)] == [2]
    assert await reconcile_report(settings) == [CLEAN]


@pytest.mark.slow
@pytest.mark.parametrize("format", ["NDJSON", "CSV", "ZIP"])
@pytest.mark.parametrize("has_arrived", [True, False])
async def test_who_is_moved_as_their_download_begins_gets_all_of_it(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, format: str, has_arrived: bool
) -> None:
    """The export was found in a database that the user has left by the time it is read."""
    user, settings = pair.here, pair.settings
    await user.task("createTask", prompt="a hare", originalImage=IMAGE)
    place_of = Databases.place_of

    async def place_before_a_move(database: Databases, *given: Any) -> Database:
        found = await place_of(database, *given)
        if has_arrived:
            await moved(settings, user, 2)
        else:
            await leave_without_arriving(settings, user, 2, monkeypatch)
        return found

    as_it_was = await exported(user, format)
    export = await prepared(user, format)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Databases, "place_of", place_before_a_move)
        download = await user.http.get(export["url"])
    assert download.status_code == 200, download.text
    if format == "ZIP":
        with ZipFile(BytesIO(download.content)) as archive, ZipFile(BytesIO(as_it_was.content)) as before:
            names = archive.namelist()
            assert names == before.namelist()
            assert len(names) == 3
            assert all(archive.read(name) == before.read(name) for name in names if name.startswith("images/"))
            assert len(archive.read("tasks.ndjson").splitlines()) == 3
    else:
        assert download.text.splitlines()[:2] == as_it_was.text.splitlines()[:2]
        assert len(download.text.splitlines()) == 3
    async with owners_of(pair) as owners:
        assert await owners[1].fetchval("SELECT count(*) FROM user_task_history WHERE user_id = $1", user.id) == 2
