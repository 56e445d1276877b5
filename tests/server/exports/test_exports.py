"""Permissions for exports, the validity of their addresses, and the end of downloads that cannot be finished."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import asyncpg
import httpx2
import pytest

from models.exports.export_statements import MOST_PREPARED
from resolvers.exports import export_tasks
from server.limits import asked_in_time
from server.limits.connection import closing_transport
from server.limits.downloads import access_watch, download_places
from server.settings.rate import Rate
from server.settings.settings import Settings
from tests.api import Client
from tests.application import ServedApplication, on_port, own_process
from tests.bucket import Bucket
from tests.faults.proxy import storage_behind
from tests.models.connections import as_owner, as_superuser
from tests.models.locked_table import locked
from tests.pictures import data_url, picture
from tests.resolvers.administration.entries import audited
from tests.server.exports.exporting import exported, prepared
from tests.server.exports.recorded import PROMPTS, record
from tests.services import PostgresService

PATIENCE = 20.0
SNAPSHOTS = """SELECT pid FROM pg_stat_activity
  WHERE datname = current_database() AND backend_xmin IS NOT NULL AND state = 'idle in transaction'
    AND query LIKE 'SELECT user_task_history.id%'"""
"""Finds the connections of unfinished downloads, not those of worker and notifier, which have snapshots, too."""


@asynccontextmanager
async def downloading(user: Client, format: str = "NDJSON", **input: str) -> AsyncIterator[httpx2.Response]:
    """A download that has begun; the client reads no more of it, and its receive buffer is small."""
    export = await prepared(user, format, **input)
    transport = httpx2.AsyncHTTPTransport(socket_options=[(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)])
    async with (
        httpx2.AsyncClient(transport=transport, timeout=PATIENCE) as http,
        http.stream("GET", export["url"]) as answer,
    ):
        yield answer


async def snapshots(connection: asyncpg.Connection, count: int) -> list[int]:
    """Wait until there are `count` unfinished downloads, and return the process ids of their connections."""
    async with asyncio.timeout(PATIENCE):
        while len(found := await connection.fetch(SNAPSHOTS)) != count:  # noqa: ASYNC110 - PostgreSQL notifies nobody
            await asyncio.sleep(0.03)
    return [row["pid"] for row in found]


async def test_a_plan_may_leave_exports_out(user: Client, new_client: Callable[..., Client]) -> None:
    refused = await new_client(plan="free").refused("exportTasks", "export { url }", format="CSV")
    assert (refused["code"], refused["message"]) == ("PLAN_LIMIT", "The plan free does not include exports.")
    assert await prepared(user, "CSV")


async def test_only_back_ends_and_administrators_export_tasks_of_others_which_is_audited(
    user: Client, new_client: Callable[..., Client]
) -> None:
    await user.task("createTask", prompt="a secret fox")
    await new_client().task("createTask", prompt="a secret of another's")
    others = {"input": {"format": "NDJSON", "userId": str(user.id), "where": {"search": "secret"}}}
    export = "mutation ($input: ExportTasksInput!) { exportTasks(input: $input) { export { url } } }"
    assert (await new_client().error(export, **others))["extensions"]["code"] == "FORBIDDEN"
    administrator, service = new_client(role="admin", plan="free"), new_client(role="service", plan=None)
    for client in (service, administrator):
        answer = await exported(client, "NDJSON", userId=str(user.id), where={"search": "secret"})
        prompts = [json.loads(line).get("prompt") for line in answer.content.splitlines()]
        assert prompts == ["a secret fox", None]
    entries = [("EXPORT_TASKS", str(one.id), 1, "NDJSON by search") for one in (administrator, service)]
    assert await audited(administrator, user) == entries


async def test_an_address_has_one_users_tasks_whoever_fetches_it(
    user: Client, new_client: Callable[..., Client], database: asyncpg.Connection
) -> None:
    stranger = new_client()
    mine = await user.task("createTask", prompt="mine")
    await stranger.task("createTask", prompt="another's")
    export = await prepared(user, "NDJSON")
    answer = await user.http.get(export["url"], headers=stranger.headers)
    assert [json.loads(line).get("id") for line in answer.text.splitlines()] == [mine["id"], None]
    token = export["url"].rpartition("/")[2]
    kept = await database.fetchrow("SELECT * FROM task_record.exports WHERE user_id = $1", user.id)
    assert token not in str(kept)
    wrong = token[:-1] + ("A" if token[-1] != "A" else "B")
    for path in (wrong, "x", "%00", f"{token}A", kept["token_sha256"]):
        assert (await user.http.get(f"/export/{path}")).status_code == 404
    await database.execute("UPDATE task_record.exports SET expires_at = now() WHERE user_id = $1", user.id)
    late = await user.http.get(export["url"])
    assert (late.status_code, late.json()["errors"][0]["extensions"]["code"]) == (404, "BAD_REQUEST")
    assert "10 minutes are over" in late.json()["errors"][0]["message"]
    seen = await user.http.get(export["url"], headers={"Accept": "text/html"})
    assert (seen.status_code, seen.headers["Cache-Control"]) == (404, "no-store")
    assert "有效期已过" in seen.text
    export = await prepared(user, "ZIP")
    headers = (await user.http.head(export["url"])).headers
    assert "Content-Length" not in headers
    assert headers["Content-Type"] == "application/zip"
    assert headers["Content-Disposition"].startswith('attachment; filename="tasks-20')
    assert headers["Content-Disposition"].endswith('.zip"')
    assert headers["Cache-Control"] == "no-store, no-transform"
    assert (await user.http.post(export["url"])).status_code == 405


@pytest.mark.slow
async def test_prepared_exports_are_bounded(
    settings: Settings, user: Client, new_client: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when two are requested at once. Those of a back end count as their user's."""
    for _ in range(MOST_PREPARED - 1):
        await prepared(user, "CSV")
    async with locked(settings):  # each is prepared before the other is committed
        asking = [asyncio.create_task(user.mutate("exportTasks", "export { url }", format="CSV")) for _ in range(2)]
        await asyncio.sleep(0.3)
    payloads = await asyncio.gather(*asking)
    assert sorted(bool(payload["export"]) for payload in payloads) == [False, True]
    assert [error["code"] for payload in payloads for error in payload["errors"]] == ["QUOTA_EXCEEDED"]
    other = new_client()
    long = {"modelVersion": ["m" * 200] * 100}
    refused = await other.refused("exportTasks", "export { url }", format="CSV", where=long)
    assert (refused["code"], refused["field"]) == ("INVALID", ["input", "where"])
    task = await other.task("createTask", prompt="a fox", originalImage={"dataUrl": data_url(picture())})
    await other.task("completeTask", id=task["id"], image={"dataUrl": data_url(picture())})
    monkeypatch.setattr(export_tasks, "MAX_IMAGES", 1)
    assert (await other.refused("exportTasks", "export { url }", format="ZIP"))["code"] == "TOO_LARGE"
    assert await prepared(other, "NDJSON")
    service = new_client(role="service", plan=None)
    refused = await service.refused("exportTasks", "export { url }", format="CSV", userId=str(user.id))
    assert refused["code"] == "QUOTA_EXCEEDED"
    assert await prepared(service, "CSV", userId=str(other.id))


@pytest.mark.slow
async def test_an_export_is_one_snapshot_and_may_take_longer_than_a_request(settings: Settings) -> None:
    """Tasks change while the client does not read, and buffers cannot hold all of it."""
    async with on_port(settings, execution_timeout=1.0, cost_per_user=None) as server:
        user = server.new_client()
        await record(settings, user)
        async with downloading(user) as answer:
            await asyncio.sleep(1.2)
            await user.task("createTask", prompt="too late")
            async with as_owner(settings) as owner:
                await owner.execute("UPDATE user_task_history SET prompt = 'changed' WHERE user_id = $1", user.id)
            lines = [json.loads(line) for line in (await answer.aread()).splitlines()]
    assert lines.pop()["summary"]["tasks"] == len(PROMPTS)
    assert [line["prompt"] for line in lines] == PROMPTS[::-1]


@pytest.mark.slow
async def test_a_user_has_two_downloads_at_once_and_an_unread_one_is_disconnected(
    postgres: PostgresService, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_port(settings, cost_per_user=None) as server, as_superuser(postgres, settings) as superuser:
        user = server.new_client()
        await record(settings, user)
        third = await prepared(user, "CSV")
        async with downloading(user), downloading(user, "ZIP"):
            await snapshots(superuser, 2)
            refused = await user.http.get(third["url"])
            assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (429, "RATE_LIMITED")
            other = server.new_client()
            assert (await exported(other, "CSV")).status_code == 200
        await snapshots(superuser, 0)
        monkeypatch.setattr(closing_transport, "UNREAD", 2.0)  # enough to see that it has begun
        async with downloading(user) as answer:
            await snapshots(superuser, 1)
            await snapshots(superuser, 0)
            with pytest.raises(httpx2.TransportError):
                await answer.aread()
        assert (await user.http.get(third["url"])).status_code == 200


@pytest.mark.slow
async def test_a_failure_fails_the_download_and_no_log_has_its_address(
    postgres: PostgresService, settings: Settings
) -> None:
    async with own_process(settings) as server, as_superuser(postgres, settings) as superuser:
        user = server.new_client()
        await record(settings, user)
        addresses = []
        for kind in ("NDJSON", "ZIP"):
            async with downloading(user, kind) as answer:
                addresses.append(str(answer.url))
                assert answer.headers["Referrer-Policy"] == "no-referrer"
                await superuser.execute("SELECT pg_terminate_backend($1)", *await snapshots(superuser, 1))
                with pytest.raises(httpx2.RemoteProtocolError, match="incomplete chunked read"):
                    await answer.aread()
        assert (await user.http.get(f"{addresses[0]}x")).status_code == 404
    assert "asyncpg.exceptions" in server.log
    for secret in (*(address.rpartition("/")[2] for address in addresses), PROMPTS[0][:10]):
        assert secret not in server.log


@pytest.mark.slow
async def test_storage_that_fails_fails_the_archive(settings: Settings, bucket: Bucket) -> None:
    async with storage_behind(settings) as (proxy, changed), on_port(changed) as server:
        user = server.new_client()
        for seed in range(2):
            image = {"dataUrl": data_url(picture((600, 400), seed=seed))}
            await user.task("createTask", prompt="a fox", originalImage=image)
        export = await prepared(user, "ZIP")
        proxy.cut = True
        with pytest.raises(httpx2.RemoteProtocolError, match="incomplete chunked read"):
            await user.http.get(export["url"])
        proxy.heal()
        assert (await user.http.get(export["url"])).content.startswith(b"PK")


@pytest.mark.slow
async def test_it_is_charged_and_leaves_room_for_other_requests(settings: Settings) -> None:
    """Half a second's worth of cost is charged at once, the rest slowly, so that the user can go on meanwhile."""
    async with on_port(settings, cost_per_user=Rate.parse("1000/second")) as server:
        user = server.new_client()
        await record(settings, user, ["画"] * 2200)
        export = await prepared(user, "NDJSON")
        clock = asyncio.get_running_loop().time
        begun = clock()
        downloading = asyncio.create_task(user.http.get(export["url"]))
        while not downloading.done():
            assert "data" in await user.post("{ viewer { id } }")
            await asyncio.sleep(0.1)
    assert downloading.result().content.count(b"\n") == 2201
    assert clock() - begun > 1


@pytest.mark.slow
async def test_slow_readers_give_up_their_places(
    settings: Settings, server: ServedApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight people have all places, and read nothing; others' downloads then end those, one each."""
    user = server.new_client()
    await record(settings, user)
    async with AsyncExitStack() as stack:
        for _ in range(8):
            slow = server.new_client(role="admin")
            for _ in range(2):
                await stack.enter_async_context(downloading(slow, userId=str(user.id)))
        refused = await server.new_client().http.get((await prepared(server.new_client(), "CSV"))["url"])
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "30")
        monkeypatch.setattr(download_places, "SLOW_THRESHOLD_SECONDS", 0.0)
        for _ in range(3):
            assert (await exported(server.new_client(), "CSV")).status_code == 200
        fast = await exported(user, "NDJSON")
        assert json.loads(fast.content.splitlines()[-1])["summary"]["tasks"] == len(PROMPTS)


async def read_slowly(answer: httpx2.Response) -> int:
    """Read the rest of a download at 600 kB/s; return how many bytes came until its connection was reset."""
    received = 0
    with suppress(httpx2.ReadError):
        async for part in answer.aiter_raw():
            received += len(part)
            await asyncio.sleep(len(part) / 600_000)
        pytest.fail("the download was completed")
    return received


@pytest.mark.slow
@pytest.mark.parametrize("format", ["NDJSON", "ZIP"])
async def test_no_download_outlives_its_user(
    settings: Settings, server: ServedApplication, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    """Another process erases the user while a client reads slowly, and gets only the buffered part of 12 MB."""
    monkeypatch.setattr(access_watch, "CHECK_SECONDS", 0.1)
    user, other = server.new_client(), server.new_client()
    await record(settings, user)
    await record(settings, other, PROMPTS[:30])
    async with downloading(user, format) as answer, on_port(settings) as another:
        late = await prepared(user, format)
        erased = {"userId": str(user.id), "dryRun": False}
        payload = await another.new_client(role="admin").mutate("eraseUser", "erasure { completedAt }", **erased)
        assert payload["erasure"] == {"completedAt": None}
        async with asyncio.timeout(PATIENCE):
            assert await read_slowly(answer) < 1_000_000
        assert (await user.http.get(late["url"])).status_code == 404
        assert await exported(other, format)


@pytest.mark.slow
@pytest.mark.own_database
async def test_no_download_continues_while_its_user_is_or_may_be_erased(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row of a prepared export may be written while the erasure of its user has not yet committed."""
    monkeypatch.setattr(access_watch, "CHECK_SECONDS", 0.1)
    monkeypatch.setattr(access_watch, "LEASE_SECONDS", 1.0)
    async with on_port(settings) as server, as_owner(settings) as owner:
        user = server.new_client()
        await record(settings, user)
        async with downloading(user) as answer:
            await asyncio.sleep(1.5)
            async with owner.transaction():
                await owner.execute("LOCK TABLE task_record.erasures")
                async with asyncio.timeout(PATIENCE):
                    assert await read_slowly(answer) < 1_000_000
        export = await prepared(user, "NDJSON")
        await owner.execute(
            """INSERT INTO task_record.erasures (user_id, tasks, images, sent_until)
            VALUES ($1, 0, 0, now() + interval '1 minute')""",
            user.id,
        )
        assert (await user.http.get(export["url"])).status_code == 404
        await owner.execute("UPDATE task_record.erasures SET completed_at = now()")
        assert (await user.http.get(export["url"])).status_code == 200


@pytest.mark.own_database
@pytest.mark.slow
@pytest.mark.parametrize("table", ["task_record.exports", "task_record.saved_views"])
async def test_a_download_that_waits_for_the_database_is_refused_before_long(
    settings: Settings, user: Client, database: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    """Several at once, from one address, before anything of the file was sent."""
    monkeypatch.setattr(asked_in_time, "MAX_WAIT_SECONDS", 0.5)
    await user.task("createTask", prompt="a fox")
    url = (await prepared(user, "NDJSON"))["url"]
    async with database.transaction():
        await database.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        async with asyncio.timeout(PATIENCE):
            answers = await asyncio.gather(*(user.http.get(url) for _ in range(2)))
    for answer in answers:
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert answer.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
    assert (await user.http.get(url)).status_code == 200
