"""Row-level security in SQL: what the application's login role could do if its code were wrong."""

import asyncio
from collections.abc import Callable
from uuid import UUID, uuid4

import asyncpg
import pytest

from models.database import Database
from server.settings.settings import Settings
from tests.api import Client
from tests.models.connections import acting, as_superuser
from tests.pictures import data_url, picture
from tests.services import NOBODY_THERE, PostgresService

pytestmark = pytest.mark.own_database

HISTORY, STATISTICS, UPLOADS = "user_task_history", "user_task_statistics", "task_record.image_uploads"
SOURCES, USAGE, EXPORTS = "task_record.task_sources", "task_record.user_task_usage", "task_record.exports"
WEBHOOKS, DELIVERIES = "task_record.webhooks", "task_record.webhook_deliveries"
LINKS, VIEWS = "task_record.share_links", "task_record.saved_views"
TABLES = [HISTORY, STATISTICS, USAGE, UPLOADS, SOURCES, EXPORTS, WEBHOOKS, DELIVERIES, LINKS, VIEWS]
INSERT = {
    HISTORY: "INSERT INTO user_task_history (user_id, prompt) VALUES ($1, 'forged')",
    STATISTICS: "INSERT INTO user_task_statistics (user_id, period_type, period_date) VALUES ($1, 'day', '2001-1-1')",
    USAGE: "INSERT INTO task_record.user_task_usage VALUES ($1, 0, '2001-1-1', 'm', 'image_edit', 1, 1, 0, 1, 1, '{}')",
    UPLOADS: "INSERT INTO task_record.image_uploads (id, user_id, task_id, key) VALUES ($1, $1, $1, 'k')",
    SOURCES: """INSERT INTO task_record.task_sources
      (task_id, position, user_id, source_id, relation, depth, created_at) VALUES ($1, 1, $1, $1, 'edit', 1, now())""",
    EXPORTS: "INSERT INTO task_record.exports VALUES ('forged', $1, $1, 'csv', '{}', now())",
    WEBHOOKS: """INSERT INTO task_record.webhooks (id, user_id, url, events, secret)
      VALUES (gen_random_uuid(), $1, 'https://x/', '{task.created}', 'forged')""",
    DELIVERIES: """INSERT INTO task_record.webhook_deliveries (webhook_id, user_id, subject_id, type, data)
      VALUES ($1, $1, $1, 'test', '{}')""",
    LINKS: """INSERT INTO task_record.share_links (id, user_id, task_id, secret_sha256, shows_prompt, allows_download)
      VALUES (gen_random_uuid(), $1, $1, 'forged', true, true)""",
    VIEWS: """INSERT INTO task_record.saved_views
      (user_id, id, name, conditions, order_field, order_direction, position)
      VALUES ($1, $1, 'forged', '{}', 'cost', 'asc', 0)""",
}
UPDATE = {
    HISTORY: "UPDATE user_task_history SET prompt = 'forged'",
    STATISTICS: "UPDATE user_task_statistics SET total_tasks = 0",
    USAGE: "UPDATE task_record.user_task_usage SET total_tasks = 0",
    UPLOADS: "UPDATE task_record.image_uploads SET key = 'forged'",
    SOURCES: "UPDATE task_record.task_sources SET relation = 'retry'",
    EXPORTS: "UPDATE task_record.exports SET expires_at = now()",
    WEBHOOKS: "UPDATE task_record.webhooks SET secret = 'forged'",
    DELIVERIES: "UPDATE task_record.webhook_deliveries SET failures = 9",
    LINKS: "UPDATE task_record.share_links SET revoked_at = now()",
    VIEWS: "UPDATE task_record.saved_views SET name = 'forged'",
}
NOT_GRANTED = {
    "insert": {STATISTICS, USAGE},
    "update": {STATISTICS, USAGE, UPLOADS, SOURCES, EXPORTS},
    "delete": {HISTORY, STATISTICS, USAGE, SOURCES, EXPORTS, DELIVERIES, LINKS},
}
WHO_AM_I = """SELECT current_user || count(*) || coalesce(current_setting('request.jwt.claims', true), '')
  FROM user_task_history"""


@pytest.fixture
async def victim(new_client: Callable[..., Client]) -> Client:
    """A user with a row in each table."""
    victim = new_client()
    image = {"dataUrl": data_url(picture())}
    given = {"url": f"https://{NOBODY_THERE}/", "events": ["TASK_CREATED"]}
    assert (await victim.mutate("createWebhook", "webhook { id }", **given))["errors"] == []
    task = await victim.task("createTask", prompt="secret", originalImage=image)
    await victim.task("createTask", prompt="secret", sources=[{"taskId": task["id"], "relation": "EDIT"}])
    announced = {"taskId": task["id"], "contentType": "image/png", "size": 9, "sha256": "0" * 64}
    assert (await victim.mutate("createImageUpload", "upload { id }", **announced))["errors"] == []
    assert (await victim.mutate("exportTasks", "export { url }", format="CSV"))["errors"] == []
    await victim.task("completeTask", id=task["id"], image=image)
    assert (await victim.mutate("createShareLink", "url", taskId=task["id"]))["errors"] == []
    assert (await victim.mutate("saveView", "savedView { id }", name="secret"))["errors"] == []
    return victim


async def rows(login: asyncpg.Connection, table: str, role: str, user_id: UUID | None) -> int:
    async with acting(login, role, user_id):
        return int(await login.fetchval(f"SELECT count(*) FROM {table}"))


async def attempt(login: asyncpg.Connection, statement: str, user_id: UUID | None, *values: object) -> str:
    """Return how PostgreSQL answers the statement as `authenticated`."""
    try:
        async with acting(login, "authenticated", user_id):
            return str(await login.execute(statement, *values))
    except asyncpg.InsufficientPrivilegeError as error:
        return "not granted" if "permission denied" in str(error) else "against the policy"


async def test_without_a_role_everything_is_denied(victim: Client, login: asyncpg.Connection) -> None:
    for table in TABLES:
        for statement in (f"SELECT FROM {table}", UPDATE[table], f"DELETE FROM {table}", f"TRUNCATE {table}"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied"):
                await login.execute(statement)
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied"):
            await login.execute(INSERT[table], victim.id)


@pytest.mark.parametrize("someone", [None, uuid4()], ids=["without-claims", "someone-else"])
async def test_users_neither_see_nor_change_rows_of_others(
    victim: Client, login: asyncpg.Connection, someone: UUID | None
) -> None:
    for table in TABLES:
        there = await rows(login, table, "service_role", None)
        assert there == await rows(login, table, "authenticated", victim.id) > 0
        assert await rows(login, table, "authenticated", someone) == 0
        refused = {name: "not granted" if table in tables else None for name, tables in NOT_GRANTED.items()}
        assert await attempt(login, INSERT[table], someone, victim.id) == (refused["insert"] or "against the policy")
        assert await attempt(login, UPDATE[table], someone) == (refused["update"] or "UPDATE 0")
        assert await attempt(login, f"DELETE FROM {table}", someone) == (refused["delete"] or "DELETE 0")
        assert await attempt(login, f"TRUNCATE {table}", someone) == "not granted"
        assert await rows(login, table, "service_role", None) == there
        for claims in ("{}", '{"sub": null}', '{"role": "service_role"}'):
            async with acting(login, "authenticated"):
                await login.execute("SELECT set_config('request.jwt.claims', $1, true)", claims)
                assert await login.fetchval(f"SELECT count(*) FROM {table}") == 0
    move = "UPDATE user_task_history SET user_id = $1"
    assert await attempt(login, move, victim.id, uuid4()) == "against the policy"
    assert await attempt(login, move, victim.id, victim.id) == "UPDATE 2"


async def left_behind(database: Database) -> list[str]:
    """Return what the next user of each of the pool's connections would find."""
    async with database.pool.acquire() as first, database.pool.acquire() as second:
        for connection in (first, second):
            if (left := await connection.fetchval(WHO_AM_I)) != "authenticated0":
                return [left]
            with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
                await connection.execute("DELETE FROM task_record.image_uploads")
    return []


async def fail(database: Database) -> None:
    async with database.transaction(uuid4()) as transaction:
        await transaction.connection.execute("SELECT 1 / 0")


async def wait(database: Database, begun: asyncio.Event) -> None:
    async with database.transaction(uuid4()) as transaction:
        begun.set()
        await transaction.connection.execute("SELECT pg_sleep(60)")


async def test_nothing_stays_on_a_pooled_connection(settings: Settings, victim: Client) -> None:
    async with Database(settings.database_url.get_secret_value()) as database:
        async with database.transaction(victim.id) as transaction:
            assert await transaction.connection.fetchval("SELECT count(*) FROM user_task_history") == 2
        assert await left_behind(database) == []
        with pytest.raises(asyncpg.DivisionByZeroError, match="division by zero"):
            await fail(database)
        assert await left_behind(database) == []
        begun = asyncio.Event()
        waiting = asyncio.create_task(wait(database, begun))
        await begun.wait()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert await left_behind(database) == []


async def test_transactions_of_two_users_at_once_stay_apart(settings: Settings, victim: Client, user: Client) -> None:
    seen: dict[UUID, set[str]] = {victim.id: set(), user.id: set()}
    await user.task("createTask", prompt="mine")

    async def look(database: Database, user_id: UUID) -> None:
        async with database.transaction(user_id) as transaction:
            await asyncio.sleep(0)
            found = await transaction.connection.fetch("SELECT prompt FROM user_task_history")
            seen[user_id].update(row["prompt"] for row in found)

    async with Database(settings.database_url.get_secret_value()) as database:
        await asyncio.gather(*(look(database, user_id) for _ in range(20) for user_id in seen))
    assert seen == {victim.id: {"secret"}, user.id: {"mine"}}


async def test_supabases_data_api_reads_own_rows_and_writes_nothing(
    postgres: PostgresService, settings: Settings, victim: Client
) -> None:
    async with as_superuser(postgres, settings) as session:
        # Roles belong to the cluster, which other tests share.
        await session.execute("""
            DO $$ BEGIN CREATE ROLE authenticator NOINHERIT;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$""")
        await session.execute("GRANT authenticated TO authenticator")
        await session.execute("SET SESSION AUTHORIZATION authenticator")
        for table in TABLES:
            assert await rows(session, table, "authenticated", victim.id) > 0
            assert await rows(session, table, "authenticated", uuid4()) == 0
        for table in (HISTORY, UPLOADS, SOURCES, WEBHOOKS, DELIVERIES, LINKS):
            assert await attempt(session, INSERT[table], victim.id, victim.id) == "against the policy"
        for table in (HISTORY, WEBHOOKS, DELIVERIES, LINKS):
            assert await attempt(session, UPDATE[table], victim.id) == "UPDATE 0"
        for table in (UPLOADS, WEBHOOKS):
            assert await attempt(session, f"DELETE FROM {table}", victim.id) == "DELETE 0"


async def test_users_cannot_read_secrets_or_change_ownership_of_webhooks(
    victim: Client, login: asyncpg.Connection
) -> None:
    of_all = INSERT[WEBHOOKS].replace("secret)", "secret, all_users)").replace("'forged')", "'forged', true)")
    secrets = ("secret", "previous_secret", "previous_secret_until", "rests_until", "claimed_until", "*")
    changes = ("all_users = true", "user_id = $1", "previous_secret = 'forged'", "claimed_until = now()")
    for statement in (
        *(f"SELECT {column} FROM {WEBHOOKS}" for column in secrets),
        *(f"{UPDATE[WEBHOOKS]} RETURNING {column}" for column in secrets),
        *(f"SELECT id FROM {WEBHOOKS} WHERE {one}" for one in ("secret LIKE 'whsec%'", "previous_secret IS NULL")),
        *(f"UPDATE {WEBHOOKS} SET {one} WHERE $1::uuid IS NOT NULL" for one in changes),
        *(
            f"UPDATE {DELIVERIES} SET {one} WHERE $1::uuid IS NOT NULL"
            for one in ("user_id = $1", "webhook_id = $1", "data = '{}'")
        ),
        "SELECT task_record.webhooks_for($1, 'task.created')",
        "SELECT task_record.forget_webhooks($1)",
        of_all,
    ):
        given = [victim.id] if "$1" in statement else []
        assert await attempt(login, statement, victim.id, *given) == "not granted", statement


async def test_deliveries_to_others_about_a_user_are_hidden_from_the_user(
    victim: Client, new_client: Callable[..., Client], login: asyncpg.Connection
) -> None:
    administrator = new_client(role="admin")
    given = {"url": f"https://{NOBODY_THERE}/", "events": ["TASK_CREATED"], "allUsers": True}
    webhook = (await administrator.mutate("createWebhook", "webhook { id }", **given))["webhook"]["id"]
    await victim.task("createTask", prompt="secret")
    async with acting(login, "service_role"):
        [sent] = await login.fetch(f"SELECT user_id, subject_id FROM {DELIVERIES} WHERE webhook_id = $1", UUID(webhook))
    assert (sent["user_id"], sent["subject_id"]) == (administrator.id, victim.id)
    assert await rows(login, DELIVERIES, "authenticated", victim.id) == 3
