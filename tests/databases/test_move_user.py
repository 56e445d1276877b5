"""A user is moved from one database to another: nobody notices, and nothing is lost, whatever dies meanwhile."""

import asyncio
import json
import random
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import asyncpg
import pytest

from models.administration.isolation import TABLES_OF_USERS
from models.database import Database
from resolvers.administration.inspection import Inspection
from server.connections import create_bucket, open_storage
from server.exports.exports import Exports
from server.operations import reconcile
from server.operations.backup import taking
from server.operations.backup.taking import back_up
from server.operations.check import check
from server.operations.moving.alone import nobody_moving
from server.operations.moving.move_failed import MoveFailed
from server.operations.moving.move_user import Move, move_user
from server.settings.settings import Settings
from tests.api import Client
from tests.application import on_port
from tests.databases.pair import Pair, running_pair, someone_in_each
from tests.databases.reconciled import CLEAN, told_by_reconcile
from tests.databases.servers import DatabaseServers
from tests.models.connections import connected
from tests.resolvers.credits.ledger import IMAGE, PLANS, give
from tests.server.commands import environment, forked, variables
from tests.server.exports.exporting import exported, prepared
from tests.server.http.subscriber import subscribed
from tests.server.operations.backup.disaster import objects_of
from tests.services import ObjectStorageService
from tests.storage.conftest import drop_bucket

PATIENCE = 30.0
COUNT = "SELECT task_record.count_changes()"
READ = """{
  tasks(first: 20) { totalCount { value } nodes {
    id prompt status tokensUsed creditsDeducted createdAt updatedAt completedAt imageCount sources { taskId relation }
    originalImage { sha256 } images { sha256 width } derivedTasks { nodes { id } }
  } }
  statistics { totalTasks successfulTasks failedTasks totalTokensUsed totalCreditsDeducted imagesSize }
  viewer { storageUsed tasksThisMonth credits { available held entries { nodes { id kind available held } } } }
}"""
OVERALL = "{ admin { statistics { totalTasks successfulTasks imagesSize } users { nodes { userId totalTasks } } } }"
TABLES = [
    "public.user_task_history",
    "public.user_task_statistics",
    "task_record.task_sources",
    "task_record.image_uploads",
    "task_record.user_task_usage",
    "task_record.usage_models",
    "task_record.credit_accounts",
    "task_record.credit_grants",
    "task_record.credit_entries",
    "task_record.credit_holds",
    "task_record.user_plans",
    "task_record.exports",
    "task_record.user_ranking",
]
WAITS = "SELECT FROM pg_locks WHERE NOT granted AND relation = 'task_record.arriving_rows'::regclass"
PAGE = "query ($after: String) { tasks(first: 100, after: $after) { nodes { id status } pageInfo { endCursor } } }"


@pytest.fixture(scope="module")
async def running(
    servers: DatabaseServers, object_storage: ObjectStorageService, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Pair]:
    """With a bucket of its own, in which nobody else has anything, and a plan that has prices."""
    plans_file = tmp_path_factory.mktemp("plans") / "plans.toml"
    plans_file.write_text(PLANS.replace("max_image_size", "can_export = true\nmax_image_size"))
    async with running_pair(servers, object_storage, f"test-{uuid4().hex}", plans_file) as pair:
        await create_bucket(pair.settings)
        yield pair
        async with open_storage(pair.settings) as storage:
            await drop_bucket(storage)


@pytest.fixture
async def pair(running: Pair) -> Pair:
    """With users of one test."""
    async with owners_of(running) as owners:
        here, there = await someone_in_each(running.application, owners)
    return replace(running, here=here, there=there)


async def moved(settings: Settings, user: Client, to: int) -> str:
    told: list[str] = []
    await move_user(settings, user.id, to, told.append)
    return told[-1]


async def everything(user: Client, service: Client) -> None:
    """One of each that a user can have, but for what expires."""
    user.plan = "priced"
    await give(service, user, 100)
    first = await user.task("createTask", prompt="a hare", originalImage=IMAGE, modelVersion="v1", imageCount=2)
    await user.task("completeTask", id=first["id"], image=IMAGE, moreImages=[IMAGE], tokensUsed=3, creditsDeducted=4)
    edit = [{"taskId": first["id"], "relation": "EDIT"}]
    await user.task("createTask", prompt="a lynx", sources=edit, modelVersion="v2")
    failed = await user.task("createTask", prompt="an owl")
    await user.task("failTask", id=failed["id"], errorMessage="No.")
    deleted = await user.task("createTask", prompt="a wolf", originalImage=IMAGE)
    await user.mutate("deleteTask", "deletedTaskId", id=deleted["id"])
    announced = {"contentType": "image/png", "size": 100, "sha256": "0" * 64}
    await user.mutate("createImageUpload", "upload { id }", taskId=failed["id"], **announced)
    await prepared(user, "NDJSON")


async def rows_of(owner: asyncpg.Connection, user: Client) -> dict[str, list[str]]:
    """All that a database has of the user, table by table, but for ids and times that are nobody's."""
    found = {}
    for table in TABLES:
        row = "to_jsonb(t) - '{created_at,updated_at,id}'::text[]" if table.endswith("statistics") else "to_jsonb(t)"
        rows = await owner.fetch(f"SELECT ({row})::text FROM {table} AS t WHERE user_id = $1 ORDER BY 1", user.id)
        found[table] = [row[0] for row in rows]
    return found


@asynccontextmanager
async def owners_of(pair: Pair) -> AsyncIterator[list[asyncpg.Connection]]:
    one, other = pair.settings.owner_urls
    async with connected(one) as first, connected(other) as second:
        yield [first, second]


async def test_all_that_a_user_has_is_moved_and_moved_back(pair: Pair) -> None:
    user, settings = pair.here, pair.settings
    service = pair.application.new_client(role="service", plan=None)
    administrator = pair.application.new_client(role="admin")
    await everything(user, service)
    async with owners_of(pair) as owners:

        async def overall() -> dict[str, Any]:
            for owner in owners:
                await owner.execute(COUNT)
            return await administrator.data(OVERALL)

        before, all_before, objects = await user.data(READ), await overall(), await objects_of(settings)
        rows = await rows_of(owners[0], user)
        assert all(rows.values()), rows
        for to in (2, 1):
            assert (await moved(settings, user, to)).startswith(f"{user.id} was moved from database {3 - to} to {to} (")
            assert await user.data(READ) == before
            assert await overall() == all_before
            assert await rows_of(owners[to - 1], user) == rows
            assert not any((await rows_of(owners[2 - to], user)).values())
        assert await objects_of(settings) == objects
        assert (await moved(settings, user, 1)).startswith(f"{user.id} is in database 1 (")
        assert await owners[0].fetchval("SELECT count(*) FROM task_record.pgqueuer WHERE status = 'exception'") == 0
    assert await told_by_reconcile(settings) == [CLEAN]


def test_no_table_of_users_is_forgotten() -> None:
    assert {*TABLES} - {"task_record.user_ranking"} == {*TABLES_OF_USERS}


async def test_life_goes_on_for_who_was_moved(pair: Pair) -> None:
    """Through a server that knows, and one that does not; for who follows the tasks, and back ends that name one."""
    user, service = pair.here, pair.application.new_client(role="service", plan=None)
    async with on_port(pair.settings) as other, subscribed(pair.application.address, user) as subscriber:
        elsewhere = Client(other.http, user.id, plan=user.plan)
        kept = await elsewhere.task("createTask", prompt="a hare")
        assert (await subscriber.event())["taskId"] == kept["id"]
        await moved(pair.settings, user, 2)
        export = await prepared(user, "NDJSON")
        for download in (await elsewhere.http.get(export["url"]), await exported(elsewhere, "NDJSON")):
            lines = [json.loads(line) for line in download.text.splitlines()]
            assert [line["prompt"] for line in lines[:-1] if line["prompt"] != "a probe"] == ["a fox", "a hare"]
        new = await elsewhere.task("createTask", prompt="a lynx", originalImage=IMAGE)
        event = await subscriber.event()  # nothing was heard of the move itself
        assert (event["kind"], event["taskId"]) == ("CREATED", new["id"])
        for client in (user, elsewhere):
            found = (await client.data("{ tasks { nodes { prompt } } }"))["tasks"]["nodes"]
            assert [node["prompt"] for node in found if node["prompt"] != "a probe"] == ["a lynx", "a hare", "a fox"]
        await service.task("startTask", id=kept["id"])
        await moved(pair.settings, user, 1)
        await service.task("completeTask", id=kept["id"], image=IMAGE)
        assert (await elsewhere.data("query ($id: ID!) { task(id: $id) { status } }", id=kept["id"])) == {
            "task": {"status": "COMPLETED"}
        }
        assert (await pair.there.data("{ tasks { nodes { prompt } } }"))["tasks"]["nodes"] == [{"prompt": "a fox"}]
    assert await told_by_reconcile(pair.settings) == [CLEAN]


async def test_a_new_user_is_moved_before_they_come(pair: Pair) -> None:
    user = pair.application.new_client()
    places = {await moved(pair.settings, user, to) for to in (1, 2)}
    assert any("was moved" in place and "0 tasks" in place for place in places)
    await user.task("createTask", prompt="a hare")
    async with owners_of(pair) as owners:
        assert await owners[1].fetchval("SELECT prompt FROM user_task_history WHERE user_id = $1", user.id) == "a hare"


async def test_plain_sql_that_comes_too_late_is_told(pair: Pair) -> None:
    await moved(pair.settings, pair.here, 2)
    async with owners_of(pair) as owners:
        with pytest.raises(asyncpg.PostgresError, match="the user has been moved to another database") as error:
            await owners[0].execute("INSERT INTO user_task_history (user_id, prompt) VALUES ($1, 'a')", pair.here.id)
    assert (error.value.sqlstate, error.value.detail) == ("TR006", "2")


async def test_plain_sql_for_a_new_user_waits_for_their_move(pair: Pair) -> None:
    """It would else bring someone to the database that they are just leaving."""
    user_id = uuid4()
    record = "INSERT INTO user_task_history (user_id, prompt) VALUES ($1, 'a')"
    async with owners_of(pair) as owners, connected(pair.settings.owner_urls[0]) as writer:
        async with owners[0].transaction():
            await owners[0].execute("SELECT pg_advisory_xact_lock(task_record.user_lock($1))", user_id)
            writing = asyncio.create_task(writer.execute(record, user_id))
            await owners[0].execute("INSERT INTO task_record.moved_users (user_id, database) VALUES ($1, 2)", user_id)
            await asyncio.wait([writing], timeout=0.5)
            assert not writing.done()
        with pytest.raises(asyncpg.PostgresError, match="the user has been moved to another database"):
            await writing


async def hammer(user: Client, service: Client, recorded: dict[str, str], stopped: asyncio.Event) -> None:
    """Record, complete, fail and delete, and note how each task must be in the end."""
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
        assert (found["task"] is not None) is (task["id"] in recorded)  # each reads what they have written


async def all_tasks(user: Client) -> dict[str, str]:
    found: dict[str, str] = {}
    cursor = None
    while True:
        query = (
            "query ($after: String) { tasks(first: 100, after: $after) { nodes { id status } pageInfo { endCursor } } }"
        )
        page = (await user.data(query, after=cursor))["tasks"]
        if not page["nodes"]:
            return found
        found |= {node["id"]: node["status"] for node in page["nodes"]}
        cursor = page["pageInfo"]["endCursor"]


async def test_nothing_is_refused_or_lost_while_users_work(pair: Pair) -> None:
    """Each of three at once, through two servers."""
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
    assert await told_by_reconcile(settings) == [CLEAN]


async def test_others_are_counted_while_a_user_is_moved(pair: Pair) -> None:
    """And who is being moved, afterwards: also what they had changed just before."""
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
            while not await owners[1].fetchval(f"SELECT EXISTS ({WAITS})"):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.01)
        for recorded in range(2):
            other = pair.application.new_client()
            await other.task("createTask", prompt="a lynx")
            for owner in owners:
                await owner.execute(COUNT, timeout=5)
            during = (await administrator.data(updated))["admin"]["statistics"]
            assert during["totalTasks"] == before["totalTasks"] + recorded + 1
            assert during["updatedAt"] > before["updatedAt"]
        await hindrance.rollback()
        await moving
        for owner in owners:
            await owner.execute(COUNT)
        after = (await administrator.data(OVERALL))["admin"]
        assert after["statistics"]["totalTasks"] == before["totalTasks"] + 3
        assert [one["totalTasks"] for one in after["users"]["nodes"] if one["userId"] == str(user.id)] == [2]
    assert await told_by_reconcile(settings) == [CLEAN]


async def test_who_has_gone_arrives_though_the_command_died(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the ends of its transactions, when no database has the user's rows: whoever comes next brings them."""
    user, settings = pair.here, pair.settings
    service = pair.application.new_client(role="service", plan=None)
    [task] = await all_tasks(user)

    async def nothing(_: Move) -> None:
        """In place of the last step, and of what would mend it."""

    async with owners_of(pair) as owners:
        for number, comes_next in enumerate[Callable[[], Awaitable[object]]](
            (
                lambda: all_tasks(user),
                lambda: service.task("startTask", id=task),
                lambda: user.task("createTask", prompt="a hare"),
                lambda: told_by_reconcile(settings),
                lambda: moved(settings, user, 2),
            )
        ):
            with monkeypatch.context() as dying:
                dying.setattr(Move, "arrive", nothing)
                await moved(settings, user, 2 - number % 2)
            for owner in owners:
                assert not await owner.fetchval("SELECT EXISTS (SELECT FROM user_task_history WHERE id = $1)", task)
            await comes_next()
            assert await owners[1 - number % 2].fetchval("SELECT count(*) FROM user_task_history WHERE id = $1", task)
    assert list((await all_tasks(user)).values()) == ["PENDING", "PROCESSING"]
    assert await told_by_reconcile(settings) == [CLEAN]


@pytest.mark.parametrize("format", ["NDJSON", "CSV", "ZIP"])
@pytest.mark.parametrize("has_arrived", [True, False])
async def test_who_is_moved_as_their_download_begins_gets_all_of_it(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, format: str, has_arrived: bool
) -> None:
    """The database that has what was prepared has been found, and has nothing any more when it is to be read."""
    user, settings = pair.here, pair.settings
    await user.task("createTask", prompt="a hare", originalImage=IMAGE)
    source = Exports.source

    async def nothing(_: Move) -> None:
        """In place of the last step, and of what would mend it."""

    async def source_before_a_move(exports: Exports, *given: Any) -> Database:
        found = await source(exports, *given)
        with monkeypatch.context() as dying:
            if not has_arrived:
                dying.setattr(Move, "arrive", nothing)
            await moved(settings, user, 2)
        return found

    as_it_was = await exported(user, format)
    export = await prepared(user, format)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Exports, "source", source_before_a_move)
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


async def die(_: Move) -> None:
    raise SystemExit


async def test_a_move_that_came_to_nothing_leaves_nothing(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """It died when all lay ready: the user goes on where they were, and is moved later."""
    user, settings = pair.here, pair.settings
    with monkeypatch.context() as dying:
        dying.setattr(Move, "arrive", die)
        dying.setattr(Move, "settle", die)
        with pytest.raises(SystemExit):
            await moved(settings, user, 2)
    task = await user.task("createTask", prompt="a hare", originalImage=IMAGE)
    [fault] = await check(settings)
    assert fault.what == f"A move of {user.id} from database 1 to 2 is at work, or was interrupted."
    assert fault.mend == f"./run move-user {user.id} --to 2"
    async with owners_of(pair) as owners:
        assert await owners[1].fetchval("SELECT count(*) FROM task_record.arriving_rows") > 0
        assert await told_by_reconcile(settings) == [CLEAN]
        await moved(settings, pair.there, 1)
        assert await owners[1].fetchval("SELECT count(*) FROM task_record.arriving_rows") == 0
        await moved(settings, user, 2)
    assert task["id"] in await all_tasks(user)
    assert await told_by_reconcile(settings) == [CLEAN]


async def test_who_is_erased_leaves_nothing_of_a_move(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    user, settings = pair.here, pair.settings
    administrator = pair.application.new_client(role="admin")
    with monkeypatch.context() as dying:
        dying.setattr(Move, "arrive", die)
        dying.setattr(Move, "settle", die)
        with pytest.raises(SystemExit):
            await moved(settings, user, 2)
    async with owners_of(pair) as owners:
        left = "SELECT count(*) FROM task_record.arriving_rows WHERE user_id = $1"
        assert await owners[1].fetchval(left, user.id) > 0
        erased = await administrator.mutate("eraseUser", "erasure { tasks }", userId=str(user.id), dryRun=False)
        assert erased == {"erasure": {"tasks": 1}, "errors": []}
        assert await owners[1].fetchval(left, user.id) == 0
    assert await check(settings) == []
    with pytest.raises(MoveFailed, match="storage is still being emptied"):
        await moved(settings, user, 2)


async def test_killed_again_and_again_it_loses_nothing(pair: Pair) -> None:
    user, settings = pair.here, pair.settings
    several = {
        "DATABASE_ROUTE": str(settings.database_route),
        "DATABASE_LISTEN_URL": settings.database_listen_url.get_secret_value(),
    }
    env = environment(**variables(settings, **several))
    is_at_work = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'task_record move-user')"
    async with owners_of(pair) as owners:
        await owners[0].execute(
            "INSERT INTO user_task_history (user_id, prompt) SELECT $1, n::text FROM generate_series(1, 300) AS n",
            user.id,
        )
        recorded = await all_tasks(user)
        killed = 0
        for number in range(8):
            move = forked(["move-user", user.id, "--to", 2 - number % 2], env, 2, 2)
            async with asyncio.timeout(PATIENCE):
                while not await owners[0].fetchval(is_at_work) and move.poll() is None:  # noqa: ASYNC110 - nobody tells
                    await asyncio.sleep(0.01)
            await asyncio.sleep(random.uniform(0, 0.4))
            move.kill()
            killed += await asyncio.to_thread(move.wait) == -signal.SIGKILL
            task = await user.task("createTask", prompt="one more")
            recorded[task["id"]] = "PENDING"
            assert await all_tasks(user) == recorded
        assert killed > 2
        await moved(settings, user, 2)
        assert await owners[1].fetchval("SELECT count(*) FROM user_task_history WHERE user_id = $1", user.id) == 309
    assert await all_tasks(user) == recorded
    assert await told_by_reconcile(settings) == [CLEAN]


async def test_who_cannot_be_moved_stays(pair: Pair, tmp_path: Path) -> None:
    user, settings = pair.here, pair.settings
    [task] = await all_tasks(user)

    async def refused(to: int, match: str, settings: Settings = settings) -> None:
        with pytest.raises(MoveFailed, match=match):
            await moved(settings, user, to)
        assert list(await all_tasks(user)) == [task]

    await refused(3, "3 is none of the databases 1 to 2")
    await refused(2, "DATABASE_ROUTE is not set", settings.each[0])
    async with nobody_moving(settings):
        await refused(2, "a backup or a reconciliation is at work")
    await pair.there.task("createTask", id=task, prompt="of the same id")
    await refused(2, "has the same id: duplicate key value violates unique constraint .user_task_history_pkey")
    async with owners_of(pair) as owners:
        assert await owners[1].fetchval("SELECT count(*) FROM task_record.arriving_rows") == 0
        lock = "SELECT pg_try_advisory_lock(hashtext('task_record moves'))"
        assert await owners[0].fetchval(lock)
        with pytest.raises(MoveFailed, match="A user is being moved to another database"):
            await back_up(settings, str(tmp_path), [], print, read_back=False)
    assert await told_by_reconcile(settings) == [CLEAN]


async def lose_the_lock(pair: Pair) -> None:
    """As a restart of the first database, or something between it and the command, has a connection be lost."""
    async with connected(pair.servers[0].superuser_url) as superuser:
        assert await superuser.fetch("""
            SELECT pg_terminate_backend(pid, 5000) FROM pg_locks
            WHERE locktype = 'advisory' AND objsubid = 1 AND objid = hashtext('task_record moves')::oid""")


def list_of_whole(place: Path) -> list[str]:
    return [path.parts[-4] for path in place.rglob("manifest.json")]


async def test_a_backup_during_which_a_user_may_have_been_moved_is_not_whole(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They would be in none of its databases."""
    back_up_one = taking.back_up_one

    async def moved_before_the_second(one: Settings, target: str, *given: Any, **named: Any) -> list[str]:
        if target.endswith("database-2"):
            await lose_the_lock(pair)
            await moved(pair.settings, pair.there, 1)
        return await back_up_one(one, target, *given, **named)

    monkeypatch.setattr(taking, "back_up_one", moved_before_the_second)
    with pytest.raises(MoveFailed, match="a user may have been moved"):
        await back_up(pair.settings, str(tmp_path), [], print, read_back=False)
    assert list_of_whole(tmp_path) == ["database-1"]


async def test_nothing_is_removed_while_a_user_may_be_on_their_way(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the ends of a move's transactions no database names their images."""
    user, settings = pair.here, pair.settings
    await user.task("createTask", prompt="a hare", originalImage=IMAGE)
    before = await objects_of(settings)
    objects = Inspection.objects

    async def nothing(_: Move) -> None:
        """In place of the last step, and of what would mend it."""

    async def objects_between(inspection: Inspection) -> AsyncIterator[Any]:
        await lose_the_lock(pair)
        with monkeypatch.context() as dying:
            dying.setattr(Move, "arrive", nothing)
            await moved(settings, user, 2)
        async for findings in objects(inspection):
            yield findings

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Inspection, "objects", objects_between)
        meanwhile.setattr(reconcile, "SENDING_TAKES", timedelta(0))
        with pytest.raises(MoveFailed, match="a user may have been moved"):
            await told_by_reconcile(settings, repair=True)
    assert await objects_of(settings) == before
    assert len(await all_tasks(user)) == 2
    assert await told_by_reconcile(settings) == [CLEAN]
