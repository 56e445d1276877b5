"""Connections are shared: a caller who asks for all of them gets a share, and others are served."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import asyncpg
import pytest

from models import pool
from models.claims import DatabaseRole
from models.connection import LOST
from models.database import Database
from models.pool import ACQUIRE_TIMEOUT, MAX_CONNECTIONS
from resolvers.limits.fair_share import SHARES
from server.settings.settings import Settings
from server.stores.connections import MAX_CONNECTIONS_OF_A_SERVICE, MAX_SERVICE_CONNECTIONS, open_database
from tests.api import Client
from tests.databases.router import error
from tests.faults.proxy import Proxy
from tests.models.connections import as_superuser
from tests.services import PostgresService

PATIENCE = 20.0
USER_CONNECTIONS = MAX_CONNECTIONS // SHARES
SEARCHES = " ".join(
    f'n{number}: tasks(where: {{search: "no such"}}) {{ totalCount {{ value }} }}' for number in range(5)
)
PAGE = "{ tasks { nodes { id prompt } } }"
LONG_TASKS = """INSERT INTO user_task_history (user_id, prompt)
  SELECT $1, repeat('a prompt ', 100) FROM generate_series(1, 500)"""


@pytest.fixture
async def owned(settings: Settings) -> AsyncIterator[Database]:
    async with open_database(settings) as database:
        yield database


class Holders:
    """Transactions that stay open until they are cancelled."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.tasks: list[asyncio.Task[None]] = []
        self.open = 0

    def begin(self, count: int, user_id: UUID, role: DatabaseRole = "authenticated") -> None:
        self.tasks += [asyncio.create_task(self.hold(user_id, role)) for _ in range(count)]

    async def hold(self, user_id: UUID, role: DatabaseRole) -> None:
        async with self.database.transaction(user_id, role):
            self.open += 1
            try:
                await asyncio.Event().wait()
            finally:
                self.open -= 1

    async def until_open(self, count: int) -> None:
        """Wait until `count` transactions are open, and no more of them open."""
        async with asyncio.timeout(PATIENCE):
            while self.open < count:  # noqa: ASYNC110 - PostgreSQL answers when it does
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        assert self.open == count

    async def end(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.tasks.clear()


@pytest.fixture
async def holders(owned: Database) -> AsyncIterator[Holders]:
    holders = Holders(owned)
    yield holders
    await holders.end()


async def answered(database: Database, user_id: UUID, role: DatabaseRole = "authenticated") -> bool:
    """Return whether a transaction of the user ends in time."""
    async with asyncio.timeout(PATIENCE), database.transaction(user_id, role) as transaction:
        return bool(await transaction.connection.fetchval("SELECT true"))


async def test_a_caller_who_requests_all_connections_gets_a_share(owned: Database, holders: Holders) -> None:
    """A service gets a larger one than a user, and all services leave some connections to users."""
    holders.begin(2 * MAX_CONNECTIONS, uuid4())
    await holders.until_open(USER_CONNECTIONS)
    assert await answered(owned, uuid4())
    assert await answered(owned, uuid4(), "service_role")
    await holders.end()
    assert USER_CONNECTIONS < MAX_CONNECTIONS_OF_A_SERVICE < MAX_SERVICE_CONNECTIONS < MAX_CONNECTIONS
    for expected in (MAX_CONNECTIONS_OF_A_SERVICE, MAX_SERVICE_CONNECTIONS):
        holders.begin(2 * MAX_CONNECTIONS, uuid4(), "service_role")
        await holders.until_open(expected)
    assert await answered(owned, uuid4())


async def test_a_latecomer_waits_for_one_connection_and_not_for_a_queue(owned: Database, holders: Holders) -> None:
    for _ in range(MAX_CONNECTIONS // USER_CONNECTIONS):
        holders.begin(10, uuid4())
    await holders.until_open(MAX_CONNECTIONS)
    latecomer = asyncio.create_task(answered(owned, uuid4()))
    await asyncio.sleep(0.05)
    assert not latecomer.done()
    holders.tasks[0].cancel()
    assert await latecomer


@pytest.mark.slow
async def test_when_users_have_all_connections_a_service_waits_no_longer(owned: Database, holders: Holders) -> None:
    for _ in range(MAX_CONNECTIONS // USER_CONNECTIONS):
        holders.begin(USER_CONNECTIONS, uuid4())
    await holders.until_open(MAX_CONNECTIONS)
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        async with owned.transaction(uuid4(), "service_role"):
            pass
    assert time.monotonic() - began < 2 * ACQUIRE_TIMEOUT
    assert owned.in_use == MAX_CONNECTIONS


async def test_an_abandoned_wait_does_not_reduce_the_share(owned: Database, holders: Holders) -> None:
    user_id = uuid4()
    holders.begin(USER_CONNECTIONS, user_id)
    await holders.until_open(USER_CONNECTIONS)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05), owned.transaction(user_id):
            pass
    await holders.end()
    holders.begin(USER_CONNECTIONS, user_id)
    await holders.until_open(USER_CONNECTIONS)


async def lose(owned: Database, user_id: UUID, superuser: asyncpg.Connection) -> None:
    """Have PostgreSQL end the connection of a transaction."""
    async with owned.transaction(user_id) as transaction:
        await superuser.execute("SELECT pg_terminate_backend($1, 5000)", transaction.connection.get_server_pid())
        await transaction.connection.execute("SELECT true")


async def test_a_lost_connection_does_not_reduce_the_share(
    owned: Database, holders: Holders, postgres: PostgresService, settings: Settings
) -> None:
    user_id = uuid4()
    async with as_superuser(postgres, settings) as superuser:
        for _ in range(2 * USER_CONNECTIONS):
            with pytest.raises(LOST):
                await lose(owned, user_id, superuser)
    holders.begin(USER_CONNECTIONS, user_id)
    await holders.until_open(USER_CONNECTIONS)


@pytest.mark.slow
async def test_a_page_is_answered_while_another_user_searches(
    new_client: Callable[..., Client], database: asyncpg.Connection
) -> None:
    """250 statements of one user, all sent before, wait for each other, and the other user's page waits for none."""
    attacker, user = new_client(), new_client()
    await user.task("createTask", prompt="A fox")
    await database.execute(LONG_TASKS, attacker.id)
    attack = [asyncio.create_task(attacker.post(f"{{ {SEARCHES} }}")) for _ in range(25)]
    await asyncio.sleep(0.1)
    for _ in range(10):
        assert len((await user.data(PAGE))["tasks"]["nodes"]) == 1
    answered_meanwhile = sum(task.done() for task in attack)
    for answer in await asyncio.gather(*attack):
        refused = {error["extensions"]["code"] for error in answer.get("errors", [])}
        assert refused == {"RATE_LIMITED"} or answer["data"] == {  # on a slow machine, they use up the limit
            f"n{number}": {"totalCount": {"value": 0}} for number in range(5)
        }
    assert answered_meanwhile < len(attack) / 2


async def test_closed_connections_of_pool_and_router_are_replaced(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a restart, three of the pool and five of a router are closed. While a database is down, that takes long."""
    url, opened = urlsplit(settings.database_url.get_secret_value()), 0
    [directory] = parse_qs(url.query)["host"]

    async def connect() -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        nonlocal opened
        opened += 1
        if opened == 3 + 5 + 1:
            proxy.heal()
        return await asyncio.open_unix_connection(f"{directory}/.s.PGSQL.5432")

    async with Proxy(connect) as proxy:
        there = url._replace(netloc=f"{url.netloc.rpartition('@')[0]}@127.0.0.1:{proxy.port}", query="").geturl()
        async with Database(there) as database:
            await asyncio.gather(*(answered(database, uuid4()) for _ in range(3)))
            proxy.answer_to, proxy.answer = b"BEGIN", error("terminating connection", "57P01", "FATAL")
            assert await answered(database, uuid4())
            assert opened == 3 + 5 + 1
            proxy.answer_to, proxy.answer = b"BEGIN", error("terminating connection", "57P01", "FATAL")
            monkeypatch.setattr(pool, "REPLACE_TIMEOUT", 0.0)
            with pytest.raises(LOST, match="terminating connection"):
                await database.begin(uuid4(), "authenticated", "READ ONLY", uuid4())
            assert opened == 3 + 5 + 1


async def test_a_connection_left_in_a_transaction_is_not_reused(owned: Database) -> None:
    """A `ROLLBACK` may be cancelled: the next to use the connection must not have the role of its transaction."""
    user_id = uuid4()
    left = await owned.begin(user_id, "service_role", "READ ONLY", user_id)
    await owned.end(left, user_id, "service_role")
    connection = await owned.begin(user_id, "authenticated", None, user_id)
    try:
        assert not connection.is_in_transaction()
        assert await connection.fetchval("SELECT current_user") == "authenticated"
    finally:
        await owned.end(connection, user_id, "authenticated")
