"""A statement alone sets its own claims before it reads or writes rows, in each plan; they end with the statement."""

import asyncio
from collections.abc import AsyncIterator, Callable
from uuid import UUID, uuid4

import asyncpg
import pytest
from sqlalchemy import text

from models.claims import claims_of
from models.database import Database
from models.pool import MAX_CONNECTIONS
from models.statement import Statement
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import insert_task
from models.tasks.user_plan import RECORDED_PLANS
from server.settings.settings import Settings
from tests.api import Client
from tests.models.connections import as_superuser
from tests.services import PostgresService

PLANS = [
    "application_name=as_it_is",
    "enable_nestloop=off",
    "enable_hashjoin=off&enable_mergejoin=off",
    "enable_indexscan=off&enable_bitmapscan=off&enable_indexonlyscan=off",
    "enable_seqscan=off&enable_material=off",
    "plan_cache_mode=force_generic_plan",
    "parallel_setup_cost=0&parallel_tuple_cost=0&min_parallel_table_scan_size=0&debug_parallel_query=on",
]
"""Settings of PostgreSQL that change its plan of a statement."""


class Prompt:
    prompt: str


PROMPTS = Statement(
    "prompts", text("SELECT prompt FROM user_task_history ORDER BY prompt DESC LIMIT 5").columns(), Prompt
)
TWICE = Statement(
    "prompts_twice",
    text("""
      WITH one AS MATERIALIZED (SELECT id, prompt FROM user_task_history)
      SELECT one.prompt FROM one JOIN user_task_history AS other USING (id)
      WHERE EXISTS (SELECT FROM user_task_statistics) ORDER BY one.prompt DESC
    """).columns(),
    Prompt,
)


LOCKING = Statement("locking", text("SELECT prompt FROM user_task_history FOR UPDATE").columns(), Prompt)


@pytest.fixture(params=PLANS)
async def planning(settings: Settings, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    url = settings.database_url.get_secret_value()
    async with Database(f"{url}{'&' if '?' in url else '?'}{request.param}") as database:
        yield database


@pytest.fixture
async def owned(settings: Settings) -> AsyncIterator[Database]:
    async with Database(settings.database_url.get_secret_value()) as database:
        yield database


async def prompts(database: Database, user_id: UUID, statement: Statement[Prompt] = PROMPTS) -> list[str]:
    return [row.prompt for row in await database.rows(statement.bind(), user_id)]


async def recorded(database: Database, claimed: UUID, user_id: UUID, plan: str) -> list[TaskRow]:
    """Record a task of a user under the claims of another, or of their own."""
    values = {"id": uuid4(), "user_id": user_id, "prompt": "A fox"}
    statement = insert_task(values, claims_of(claimed, "authenticated"), plan, None)
    return await database.write(statement, claimed, "authenticated", user_id)


@pytest.mark.parametrize("statement", [PROMPTS, TWICE], ids=["rows", "joined"])
async def test_a_user_sees_their_rows_in_order_in_every_plan(
    planning: Database, new_client: Callable[..., Client], statement: Statement[Prompt]
) -> None:
    someone, user = new_client(), new_client()
    for client, count in ((someone, 1), (user, 3)):
        for number in range(count):
            await client.task("createTask", prompt=f"{client.id} {number}")
    for _ in range(7):  # the sixth time, PostgreSQL may use a generic plan
        assert await prompts(planning, user.id, statement) == [f"{user.id} {number}" for number in (2, 1, 0)]
        assert await prompts(planning, someone.id, statement) == [f"{someone.id} 0"]
        assert await prompts(planning, uuid4(), statement) == []


async def test_a_single_statement_writes_only_for_its_user(
    planning: Database, new_client: Callable[..., Client]
) -> None:
    user, someone = new_client().id, new_client().id
    for plan in ("free", "pro", "pro", "free", "free", "pro", "free"):  # since the sixth time, one plan may be for all
        [task] = await recorded(planning, user, user, plan)
        assert (task.user_id, task.prompt) == (user, "A fox")
        async with planning.transaction(user) as transaction:
            assert [row.plan for row in await transaction.rows(RECORDED_PLANS.bind(user_ids=[user]))] == [plan]
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
            await recorded(planning, user, someone, plan)
    assert await prompts(planning, user) == ["A fox"] * 5
    assert await prompts(planning, someone) == []


async def test_a_connection_that_has_written_reads_only_and_keeps_no_claims(
    owned: Database, user: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        await recorded(owned, user.id, user.id, "pro")
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
            await prompts(owned, user.id, LOCKING)
    assert (len(owned.spare), len(owned.writing)) == (1, 1)
    monkeypatch.setattr("models.pool.SPARE_SECONDS", 0)
    await owned.return_spare()
    async with owned.pool.acquire() as one, owned.pool.acquire() as other:
        for connection in (one, other):
            assert await connection.fetchval("SELECT current_setting('request.jwt.claims', true)") in (None, "")
            assert await connection.fetch("SELECT FROM user_task_history") == []
            with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
                await connection.execute("DELETE FROM user_task_history")


@pytest.mark.slow
async def test_reads_do_not_wait_for_connections_that_have_written(
    owned: Database, user: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.pool.SPARE_SECONDS", 60)
    await asyncio.gather(*(recorded(owned, user.id, user.id, "pro") for _ in range(MAX_CONNECTIONS)))
    assert len(owned.writing) == MAX_CONNECTIONS
    async with asyncio.timeout(10):
        seen = await asyncio.gather(*(prompts(owned, user.id) for _ in range(MAX_CONNECTIONS)))
    assert seen == [["A fox"] * 5] * MAX_CONNECTIONS
    assert len(owned.writing) + len(owned.spare) == MAX_CONNECTIONS


async def test_concurrent_users_see_only_their_own_rows(owned: Database, new_client: Callable[..., Client]) -> None:
    clients = [new_client() for _ in range(3)]
    for client in clients:
        await client.task("createTask", prompt=str(client.id))
    seen = await asyncio.gather(*(prompts(owned, client.id) for _ in range(30) for client in clients))
    assert seen == [[str(client.id)] for _ in range(30) for client in clients]


async def test_connections_that_postgresql_has_closed_are_replaced(
    owned: Database, user: Client, postgres: PostgresService, settings: Settings
) -> None:
    await user.task("createTask", prompt="A fox")
    await asyncio.gather(*(prompts(owned, user.id) for _ in range(4)))
    async with owned.pool.acquire() as one, owned.pool.acquire() as other:
        pids = [connection.get_server_pid() for connection in (one, other)]
    async with as_superuser(postgres, settings) as superuser:
        for pid in pids:
            await superuser.fetchval("SELECT pg_terminate_backend($1, 5000)", pid)
    assert await asyncio.gather(*(prompts(owned, user.id) for _ in range(4))) == [["A fox"]] * 4


async def test_a_connection_made_before_the_role_existed_is_replaced(owned: Database, user: Client) -> None:
    await user.task("createTask", prompt="A fox")
    async with owned.pool.acquire() as connection:
        await connection.execute("SET ROLE none")
    assert [await prompts(owned, user.id) for _ in range(2)] == [["A fox"]] * 2


async def test_behind_a_pooler_a_connection_keeps_its_role(settings: Settings, user: Client) -> None:
    await user.task("createTask", prompt="A fox")
    async with Database(settings.database_url.get_secret_value(), behind_pooler=True) as database:
        assert await prompts(database, user.id) == ["A fox"]
        async with database.pool.acquire() as connection:
            assert await connection.fetchval("SELECT current_user = session_user")
            with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied"):
                await connection.execute("SELECT FROM user_task_history")
