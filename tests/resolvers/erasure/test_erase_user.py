"""`eraseUser` removes all data of a user; the receipt is complete when storage has nothing of theirs."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from asyncpg import Connection

from models.claims import NOBODY
from models.placement.databases import Databases
from resolvers.erasure.empty_storage import EmptyStorage
from server.jobs import complete_erasures
from server.settings.settings import Settings
from server.stores.connections import open_storage
from tests.api import Client, NewClient, mutation
from tests.application import Application, in_process, own_process
from tests.bucket import Bucket
from tests.faults.proxy import storage_behind
from tests.models.connections import as_owner
from tests.models.statistics.drift import drift
from tests.pictures import data_url, picture
from tests.resolvers.boards.boards import invite, join, new_board, put, roles, set_member
from tests.resolvers.credits.ledger import PLANS, give
from tests.resolvers.images.direct_upload import create_upload, send, uploaded
from tests.resolvers.pages import both_ways
from tests.resolvers.retention.ages import with_plans
from tests.resolvers.waiting import until
from tests.resolvers.webhooks.hooks import create
from tests.server.http.subscriber import subscribed
from tests.server.worker_tables import NO_SCHEDULE, until_no_jobs

pytestmark = pytest.mark.own_database

RECEIPT = "id userId tasks images requestedAt completedAt"
ERASURE = f"erasure {{ {RECEIPT} }}"
READ = f"query ($id: ID!) {{ admin {{ {ERASURE.replace('erasure', 'erasure(id: $id)')} }} }}"
IMAGES = [{"dataUrl": data_url(picture(seed=n))} for n in range(3)]
OF_USERS = """SELECT attrelid::regclass::text FROM pg_attribute JOIN pg_class AS of_user ON of_user.oid = attrelid
  WHERE attname = 'user_id' AND relkind = 'r' AND relnamespace::regnamespace::text IN ('public', 'task_record')"""
NONE_DUE = "SELECT count(*) = 0 FROM task_record.pgqueuer WHERE execute_after <= now()"
WAITING = """SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
  WHERE NOT granted AND datname = current_database()"""
STORED_FOREVER = {"task_record.audit_entries", "task_record.erasures"}
EXPORT = """INSERT INTO task_record.exports (token_sha256, user_id, asked_by, format, conditions, expires_at)
  VALUES (repeat('0', 64), $1, $1, 'csv', '{"search": "A fox"}', now() + interval '10 minutes')"""
LINK = """INSERT INTO task_record.share_links (id, user_id, task_id, secret_sha256, shows_prompt, allows_download)
  VALUES (gen_random_uuid(), $1, gen_random_uuid(), '', true, true)"""
NAMED = "INSERT INTO task_record.user_subjects (user_id, subject) VALUES ($1, 'user_1')"
INDEXED = ("task_changes", "prompts", "prompt_tasks", "label_tasks")
COUNTED_LATER = {f"task_record.{table}" for table in ("overall_changes", "user_ranking", "active_users", *INDEXED)}
"""Tables with ids of deleted tasks, which clients that keep a copy receive for a month."""
OF_MOVES = {f"task_record.{table}" for table in ("moved_users", "arrived_users", "arrivals", "arriving_rows")}
"""Tables of several databases, which tests/databases/moving/test_interrupted_moves.py tests."""
UPLOADS_ENDED = "UPDATE task_record.erasures SET sent_until = now()"
SEEN = """{ tasks { nodes { id prompt images { sha256 } } } statistics { totalTasks totalTokensUsed }
  viewer { storageUsed credits { available held } } }"""


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    return with_plans(settings, tmp_path, PLANS).model_copy(update={"content_producer": "A studio"})


async def erase(administrator: Client, user: Client, **given: Any) -> dict[str, Any]:
    payload = await administrator.mutate("eraseUser", ERASURE, userId=str(user.id), **given)
    assert payload["errors"] == [], payload
    return dict(payload["erasure"])


async def complete(settings: Settings) -> None:
    """Complete the erasures whose objects are gone, as the worker does every minute."""
    async with Databases(settings.database_url.get_secret_value()) as database, open_storage(settings) as storage:
        await complete_erasures(EmptyStorage(database, storage, NOBODY, database), NO_SCHEDULE)


async def completed_at(administrator: Client, erasure: dict[str, Any]) -> str | None:
    found = (await administrator.data(READ, id=erasure["id"]))["admin"]["erasure"]
    assert found | {"completedAt": None} == erasure
    return str(found["completedAt"]) if found["completedAt"] else None


async def test_a_repeated_erasure_returns_the_same_receipt(administrator: Client, user: Client) -> None:
    await user.task("createTask", prompt="A fox")
    first = await erase(administrator, user, dryRun=False)
    assert await erase(administrator, user, dryRun=False) == first
    await user.task("createTask", prompt="Back again")
    second = await erase(administrator, user, dryRun=False)
    assert (second["id"] == first["id"], second["tasks"]) == (False, 1)
    assert await erase(administrator, user, dryRun=False) == second


async def test_receipts_are_listed_newest_first(administrator: Client, new_client: NewClient) -> None:
    listed = f"""query ($user: ID, $first: Int, $after: String, $last: Int, $before: String) {{ admin {{ erasures(
      userId: $user, first: $first, after: $after, last: $last, before: $before
    ) {{ nodes {{ {RECEIPT} }} pageInfo {{ startCursor endCursor hasNextPage hasPreviousPage }} }} }} }}"""
    receipts: list[dict[str, Any]] = []
    for _ in range(3):
        user = new_client()
        await user.task("createTask", prompt="A fox")
        receipts.insert(0, await erase(administrator, user, dryRun=False))

    async def read(**given: Any) -> dict[str, Any]:
        return dict((await administrator.data(listed, **given))["admin"]["erasures"])

    assert await both_ways(read) == receipts
    assert (await read(user=receipts[1]["userId"]))["nodes"] == [receipts[1]]
    assert await user.error_code(listed) == "FORBIDDEN"


async def rows_of(owner: Connection, user: Client) -> dict[str, int]:
    """Return the number of the user's rows by table, without tables that have none."""
    counts = {}
    for (table,) in await owner.fetch(OF_USERS):
        counts[table] = await owner.fetchval(f"SELECT count(*) FROM {table} WHERE user_id = $1", user.id)
    return {table: count for table, count in counts.items() if count}


async def stable_rows_of(owner: Connection, user: Client) -> dict[str, int]:
    """Return `rows_of` without the tables that the worker changes later."""
    return {table: count for table, count in (await rows_of(owner, user)).items() if table not in COUNTED_LATER}


async def with_everything(application: Application) -> Client:
    """Create a user with rows in each table: 4 tasks with 5 images, a webhook, credits, an upload."""
    user = application.new_client(plan="priced")
    await give(application.new_client(role="service"), user, 100)
    await create(user)
    first = await user.new_task(originalImage=IMAGES[0], modelVersion="imagen-4")
    await user.task("completeTask", id=first, image=IMAGES[1], moreImages=IMAGES[1:], tokensUsed=10)
    failed = await user.new_task("An owl", sources=[{"taskId": first, "relation": "RETRY"}])
    await user.task("failTask", id=failed, errorMessage="Too dark")
    deleted = await user.new_task("A wolf", originalImage=IMAGES[0])
    await user.mutate("deleteTask", "deletedTaskId", id=deleted)
    still_open = await user.new_task("A bear", originalImage=IMAGES[2])
    await uploaded(user, still_open, picture(seed=7))
    board = await new_board(user)
    await put(user, board, first)
    await invite(user, board)
    assert (await user.mutate("saveView", "errors { code }", name="Foxes"))["errors"] == []
    return user


async def test_an_erasure_removes_everything_of_one_user(
    settings: Settings, application: Application, administrator: Client, database: Connection, bucket: Bucket
) -> None:
    user, other = [await with_everything(application) for _ in range(2)]
    for row in (EXPORT, LINK, NAMED):
        await database.execute(row, user.id)
    before, had, of_other = await other.data(SEEN), await stable_rows_of(database, user), await bucket.keys_of(other)
    assert {row[0] for row in await database.fetch(OF_USERS)} - had.keys() <= STORED_FOREVER | COUNTED_LATER | OF_MOVES
    await until_no_jobs(settings)
    stored = await bucket.keys_of(user)

    would = await erase(administrator, user)
    assert (would["userId"], would["tasks"], would["images"], would["completedAt"]) == (str(user.id), 4, 5, None)
    had["task_record.audit_entries"] += 1  # the dry run is a reading
    assert await stable_rows_of(database, user) == had
    assert (await administrator.data(READ, id=would["id"]))["admin"]["erasure"] is None
    assert await bucket.keys_of(user) == stored

    erasure = await erase(administrator, user, dryRun=False)
    assert (erasure["tasks"], erasure["images"]) == (4, 5)
    assert set(await rows_of(database, user)) <= STORED_FOREVER | {"task_record.task_changes"}
    assert await database.fetchval("SELECT count(*) FROM auth.users WHERE id = $1", user.id) == 0
    assert (await user.data(SEEN))["tasks"] == {"nodes": []}
    await bucket.until_keys_of(user, set())  # by jobs
    await complete(settings)
    assert await completed_at(administrator, erasure) is None  # announced uploads may still be sent
    await database.execute(UPLOADS_ENDED)
    await complete(settings)
    assert await completed_at(administrator, erasure)

    assert await other.data(SEEN) == before
    assert await bucket.keys_of(other) == of_other
    assert await drift(database) == []
    assert await database.fetch("SELECT * FROM task_record.drifted_credits") == []
    [entry] = await database.fetch("SELECT * FROM task_record.audit_entries WHERE action = 'erase_user'")
    assert [entry[column] for column in ("actor_id", "user_id", "count")] == [administrator.id, user.id, 4]
    assert entry["detail"] == f"tasks, with 5 images: erasure {erasure['id']}"


@pytest.mark.slow
async def test_a_late_upload_is_removed_before_the_receipt_is_complete(
    settings: Settings, administrator: Client, user: Client, database: Connection, bucket: Bucket
) -> None:
    task = await user.new_task()
    upload = await create_upload(user, task, picture())
    erasure = await erase(administrator, user, dryRun=False)
    span = await database.fetchval("SELECT sent_until - requested_at FROM task_record.erasures")
    assert 74 * 60 < span.total_seconds() < 76 * 60
    await until(lambda: database.fetchval(NONE_DUE))
    assert (await send(upload, picture())).status_code == 200
    assert len(await bucket.keys_of(user)) == 1
    await database.execute(UPLOADS_ENDED)
    await complete(settings)
    assert (await bucket.keys_of(user), await completed_at(administrator, erasure)) == (set(), None)
    await complete(settings)
    assert await completed_at(administrator, erasure)


@pytest.mark.slow
async def test_an_image_on_its_way_does_not_survive(settings: Settings, database: Connection, bucket: Bucket) -> None:
    async with storage_behind(settings) as (proxy, changed), in_process(changed) as application:
        user, administrator = application.new_client(), application.new_client(role="admin")
        task = await user.new_task()
        proxy.hold = picture()[:8]
        completing = asyncio.create_task(user.mutate("completeTask", id=task, image={"dataUrl": data_url(picture())}))
        await until(lambda: database.fetchval("SELECT count(*) FROM task_record.image_uploads"))
        erasure = await erase(administrator, user, dryRun=False)
        await until_no_jobs(settings)
        proxy.released.set()
        [error] = (await completing)["errors"]
        assert error["code"] == "NOT_FOUND"
        assert await bucket.keys_of(user)
        await database.execute(UPLOADS_ENDED)
        for is_completed in (False, True):
            await complete(settings)
            assert await bucket.keys_of(user) == set()
            assert bool(await completed_at(administrator, erasure)) is is_completed


@pytest.mark.slow
async def test_new_tasks_of_a_returning_user_remain(
    settings: Settings, administrator: Client, user: Client, database: Connection, bucket: Bucket
) -> None:
    """The receipt concerns only what was stored before."""
    erasure = await erase(administrator, user, dryRun=False)
    assert (erasure["tasks"], erasure["images"]) == (0, 0)
    task = await user.new_task(originalImage=IMAGES[0])
    await database.execute(UPLOADS_ENDED)
    await complete(settings)
    assert await completed_at(administrator, erasure)
    assert len(await bucket.keys_of(user)) == 2
    assert (await user.data("{ tasks { nodes { id } } }"))["tasks"]["nodes"] == [{"id": task}]


@pytest.mark.slow
async def test_subscribers_are_notified(settings: Settings, server: Any, user: Client, new_client: NewClient) -> None:
    ids = {await user.new_task() for _ in range(3)}
    async with subscribed(server.address, user) as subscriber:
        await erase(new_client(role="admin"), user, dryRun=False)
        events = [await subscriber.event() for _ in range(3)]
    assert {event["taskId"] for event in events} == ids
    assert {(event["kind"], event["task"]) for event in events} == {("DELETED", None)}


@pytest.mark.slow
async def test_a_killed_erasure_changes_nothing(
    settings: Settings, application: Application, user: Client, administrator: Client, database: Connection
) -> None:
    task = await user.new_task()
    had = await stable_rows_of(database, user)
    async with own_process(settings) as process, as_owner(settings) as owner, owner.transaction():
        await owner.execute("SELECT FROM user_task_history WHERE id = $1 FOR UPDATE", UUID(task))
        there = Client(process.http, administrator.id, "admin")
        given = {"userId": str(user.id), "dryRun": False}
        erasing = asyncio.create_task(there.post(mutation("eraseUser", ERASURE), input=given))
        await until(lambda: database.fetchval(WAITING))
        process.process.kill()
        await asyncio.wait([erasing])
        assert erasing.exception()
    assert await stable_rows_of(database, user) == had
    assert await database.fetchval("SELECT count(*) FROM task_record.audit_entries") == 0
    assert (await erase(administrator, user, dryRun=False))["tasks"] == 1


async def test_an_erasure_and_a_role_change_do_not_deadlock(
    application: Application, user: Client, administrator: Client, settings: Settings, database: Connection
) -> None:
    """Both lock the board before the user's links to it."""
    other = application.new_client()
    board = await new_board(other)
    await join(other, board, user)
    await set_member(other, board, user, "OWNER")
    link = LINK.replace("task_id", "board_id").replace("$1, gen_random_uuid()", "$1, $2")
    await database.execute(link, user.id, UUID(board))
    async with as_owner(settings) as owner, owner.transaction():
        await owner.execute("SELECT FROM task_record.boards WHERE id = $1 FOR UPDATE", UUID(board))
        erasing = asyncio.create_task(erase(administrator, user, dryRun=False))
        await until(lambda: database.fetchval(WAITING))
        await owner.execute("UPDATE task_record.board_members SET role = 'viewer' WHERE user_id = $1", user.id)
    assert (await erasing)["tasks"] == 0
    assert await roles(other, board) == {str(other.id): "OWNER"}


async def test_an_erasure_does_not_block_the_count(
    settings: Settings, application: Application, user: Client, administrator: Client, database: Connection
) -> None:
    """Other users' changes are counted meanwhile, and the user's own if the erasure is rolled back."""
    await user.task("createTask", prompt="A fox")
    total = "{ admin { statistics { totalTasks } users { nodes { userId totalTasks } } } }"
    async with as_owner(settings) as owner:
        erasing = owner.transaction()
        await erasing.start()
        await owner.execute("SELECT task_record.erase_user($1)", user.id)
        other = application.new_client()
        await other.task("createTask", prompt="An owl")
        await database.execute("SELECT task_record.count_changes()", timeout=5)
        seen = (await administrator.data(total))["admin"]
        ranks = [{"userId": str(one.id), "totalTasks": 1} for one in (user, other)]
        of_other = {"statistics": {"totalTasks": 1}, "users": {"nodes": ranks[1:]}}
        assert seen == of_other
        await erasing.rollback()
    await database.execute("SELECT task_record.count_changes()")
    seen = (await administrator.data(total))["admin"]
    assert seen["statistics"]["totalTasks"] == 2
    assert sorted(seen["users"]["nodes"], key=ranks.index) == ranks
    await erase(administrator, user, dryRun=False)
    await database.execute("SELECT task_record.count_changes()")
    assert (await administrator.data(total))["admin"] == of_other
    assert await database.fetch("SELECT * FROM task_record.drifted_overall") == []


@pytest.mark.slow
@pytest.mark.parametrize("role", ["user", "service"])
async def test_only_administrators_may_erase(application: Application, user: Client, role: Any) -> None:
    await user.task("createTask", prompt="A fox")
    for dry_run in (True, False):
        given = {"userId": str(user.id), "dryRun": dry_run}
        error = await application.new_client(role=role).error(mutation("eraseUser", ERASURE), input=given)
        assert error["extensions"]["code"] == "FORBIDDEN"
    assert len((await user.data("{ tasks { nodes { id } } }"))["tasks"]["nodes"]) == 1
