"""One of several databases is killed: its users get errors, others do not, and the operator sees which it is."""

import asyncio
import time
from contextlib import suppress
from pathlib import Path

import pytest

from models.database import DatabaseUnusable
from models.placement.moved_user_lookup import ASK_EVERY
from server.operations.backup.places.place import BackupFailed
from server.operations.backup.taking import record_erasures
from server.operations.checking.check import check
from server.operations.moving.move_lock import MoveFailed
from server.operations.moving.move_user import move_user
from server.operations.purge import purge
from server.operations.reconcile import reconcile
from tests.api import Client
from tests.application import on_port
from tests.databases.pair import Pair, user_in_each
from tests.databases.servers import NumberedPostgres
from tests.models.connections import connected
from tests.resolvers.changes.changes import CHANGES, Copy, truth
from tests.server.http.subscriber import subscribed
from tests.server.observation.scraping import scrape

PATIENCE = 30.0
READ = "{ tasks { nodes { prompt } } }"
NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"


async def kill(server: NumberedPostgres) -> None:
    assert server._process
    await asyncio.to_thread(server._process.kill)


@pytest.mark.slow
async def test_a_dead_database_is_reported_and_stops_no_other(pair: Pair) -> None:
    here, there = pair.here, pair.there
    dies = pair.servers[1]
    service = pair.application.new_client(role="service", plan=None)
    alive, dead = [await user.task("createTask", prompt="a fox") for user in (here, there)]
    async with subscribed(pair.application.address, here) as subscriber:
        await kill(dies)
        for asked in ("{ tasks { nodes { id } } }", 'mutation { createTask(input: {prompt: "a"}) { task { id } } }'):
            assert (await there.error(asked))["extensions"] == {"code": "UNAVAILABLE"}
        task = await here.task("createTask", prompt="a hare")
        assert (await subscriber.event())["taskId"] == task["id"]
    assert (await service.task("startTask", id=alive["id"]))["status"] == "PROCESSING"
    assert (await service.error(NODES, ids=[dead["id"]]))["extensions"] == {"code": "UNAVAILABLE"}
    assert (await service.data(NODES, ids=[alive["id"]]))["nodes"] == [{"id": alive["id"]}]
    await check_operator_sees(pair)
    dies.stop()
    dies.start()
    await asyncio.to_thread(dies.wait_until_ready)
    async with asyncio.timeout(PATIENCE):
        while "errors" in await there.post("{ tasks(first: 1) { nodes { id } } }"):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    async with subscribed(pair.application.address, there):  # entering waits for an event
        pass


@pytest.mark.slow
async def test_who_was_moved_needs_their_database_alone(pair: Pair) -> None:
    """Also in a process that does not know where they are, or that they have been moved back."""
    moved, is_back = pair.here, pair.there
    async with connected(pair.settings.owner_urls[0]) as first, connected(pair.settings.owner_urls[1]) as second:
        [stays, _] = await user_in_each(pair.application, [first, second])
    await move_user(pair.settings, moved.id, 2, print)
    await move_user(pair.settings, is_back.id, 1, print)
    assert (await is_back.data(READ))["tasks"]["nodes"] == [{"prompt": "a fox"}]
    await move_user(pair.settings, is_back.id, 2, print)
    await kill(pair.servers[0])
    assert (await is_back.data(READ))["tasks"]["nodes"] == [{"prompt": "a fox"}]
    async with on_port(pair.settings) as fresh:
        user = Client(fresh.http, moved.id, plan=moved.plan)
        assert (await user.data(READ))["tasks"]["nodes"] == [{"prompt": "a fox"}]
    async with on_port(pair.settings) as fresh:
        user = Client(fresh.http, moved.id, plan=moved.plan)
        async with subscribed(fresh.address, user) as subscriber:
            task = await user.task("createTask", prompt="a hare")
            assert (await subscriber.event())["taskId"] == task["id"]
        service = fresh.new_client(role="service", plan=None)
        assert (await service.task("startTask", id=task["id"]))["status"] == "PROCESSING"
        left_behind = Client(fresh.http, stays.id, plan=stays.plan)
        assert (await left_behind.error(READ))["extensions"] == {"code": "UNAVAILABLE"}


@pytest.mark.slow
async def test_requests_to_a_dead_database_occupy_no_other(pair: Pair) -> None:
    """The other database is asked about all such users in one statement, at most once every ASK_EVERY seconds."""
    users = [pair.application.new_client() for _ in range(100)]
    await kill(pair.servers[1])
    before, began = await scrape(pair.application.http), time.monotonic()
    answers = [await asyncio.gather(*(user.post(READ) for user in users)) for _ in range(2)]
    seconds = time.monotonic() - began
    failed = sum("errors" in answer for some in answers for answer in some)
    await asyncio.sleep(1.5)  # a process counts its statements once a second
    after = await scrape(pair.application.http)
    asked = after.added(before, "task_record_statements_total", statement="arrived")
    assert 1 <= asked <= min(1 + seconds / ASK_EVERY, 0.75 * failed), (asked, failed, seconds)


@pytest.mark.slow
@pytest.mark.parametrize("dies", [0, 1])
async def test_a_move_that_loses_a_database_says_what_to_do(pair: Pair, dies: int) -> None:
    hindering, watching = pair.settings.owner_urls[1], pair.settings.owner_urls[1 - dies]
    async with connected(hindering) as hindrance, connected(watching) as watched:
        await hindrance.execute("BEGIN; LOCK TABLE task_record.arriving_rows IN SHARE MODE")
        moving = asyncio.create_task(move_user(pair.settings, pair.here.id, 2, print))
        at_work = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'task_record move-user')"
        async with asyncio.timeout(PATIENCE):
            while not await watched.fetchval(at_work):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.5)
        await kill(pair.servers[dies])
        if not dies:
            await hindrance.execute("ROLLBACK")
        with pytest.raises(MoveFailed, match=r"A database no longer answers: .* [rR]un it again"):
            await moving
    await asyncio.to_thread(pair.servers[dies].stop)
    pair.servers[dies].start()
    await asyncio.to_thread(pair.servers[dies].wait_until_ready)
    told: list[str] = []
    async with asyncio.timeout(PATIENCE):
        while not told:  # a router may have connections from before
            with suppress(MoveFailed):
                await move_user(pair.settings, pair.here.id, 2, told.append)
    assert (await pair.here.data(READ))["tasks"]["nodes"] == [{"prompt": "a fox"}]


@pytest.mark.slow
async def test_erasures_of_the_other_databases_are_reported(pair: Pair, tmp_path: Path) -> None:
    administrator = pair.application.new_client(role="admin")
    await kill(pair.servers[0])
    await administrator.mutate("eraseUser", "erasure { tasks }", userId=str(pair.there.id), dryRun=False)
    name = f"127.0.0.1:{pair.servers[0].port}/task_record"
    with pytest.raises(BackupFailed, match=f"Erasures of the database {name} were not recorded: .*Connect call failed"):
        await record_erasures(pair.settings, str(tmp_path))
    [noted] = (tmp_path / "database-2/erasures").glob("*.ndjson")
    assert str(pair.there.id) in noted.read_text()


async def check_operator_sees(pair: Pair) -> None:
    """Assert that readiness, metrics, check, reconcile and purge name the dead database, without a password."""
    name = f"127.0.0.1:{pair.servers[1].port}/task_record"
    ready = await pair.application.http.get("/readyz")
    [problem] = ready.json()["problems"]
    assert (ready.status_code, ready.json()["ready"]) == (200, True)
    assert problem.startswith(f"{name}: The database cannot be used: nothing answers at its address")
    metrics = (await pair.application.http.get("/metrics")).text
    assert f'task_record_database_up{{database="{name}"}} 0.0' in metrics
    assert [fault.what for fault in await check(pair.settings)] == [problem.partition(" Next: ")[0]]
    told: list[str] = []
    assert await reconcile(pair.settings, told.append, repair=False) >= 1
    assert f"The database {name} cannot be used: ConnectionRefusedError" in "\n".join(told)
    with pytest.raises(DatabaseUnusable, match=name):
        await purge(pair.settings, told.append, dry_run=False)
    assert sum(line.startswith("Removed: ") for line in told) == 1
    assert pair.servers[1].secrets.application_password not in "\n".join([*told, problem, metrics])


@pytest.mark.slow
async def test_a_copy_goes_on_without_a_dead_database_and_misses_nothing_of_it(pair: Pair) -> None:
    """Neither the last commits before it was killed, nor changes that had not been reported."""
    here, there, dies = pair.here, pair.there, pair.servers[1]
    service = pair.application.new_client(role="service", plan=None)
    copy = Copy(service)
    await copy.follow()
    last = str((await there.task("createTask", prompt="a lynx"))["id"])
    await kill(dies)
    alive = str((await here.task("createTask", prompt="a fox"))["id"])
    answer = await service.post(CHANGES, after=copy.cursor)
    [error] = answer["errors"]
    assert error["extensions"]["code"] == "UNAVAILABLE"
    changes = answer["data"]["taskChanges"]
    assert [change["taskId"] for change in changes["nodes"]] == [alive]
    copy.cursor = changes["pageInfo"]["endCursor"]
    copy.tasks[alive] = changes["nodes"][0]["task"]
    dies.stop()
    dies.start()
    await asyncio.to_thread(dies.wait_until_ready)
    async with asyncio.timeout(PATIENCE):
        while "errors" in await service.post(CHANGES, first=1):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    assert await copy.follow() == [("CREATED", last)]
    async with connected(pair.settings.owner_urls[0]) as one, connected(pair.settings.owner_urls[1]) as other:
        assert copy.contents == await truth(one, other)
