import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from math import inf
from time import perf_counter
from typing import Literal, Self
from uuid import UUID

import asyncpg
from opentelemetry import trace
from opentelemetry.trace import SpanKind, StatusCode

from models.database_measures import MEASURES
from models.notifications import WRITING
from models.shares import Shares
from models.slow_statements import SlowStatements, explain
from models.statement import BoundStatement, RowT
from models.tasks.task_changes import TaskEvents

TRACER = trace.get_tracer("task_record")
DatabaseRole = Literal["authenticated", "service_role"]
MAX_SIZE = 20
"""Connections of one pool."""
USER_CONNECTIONS = 2
"""Those of them that one user may have at a time: statements take a millisecond, and two that search keep two cores."""
SERVICE_CONNECTIONS, EACH_SERVICE_CONNECTIONS = 16, 12
"""Those that all who act as `service_role` may have at a time, and one of them: the rest is for users."""
LOST = (
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    OSError,
)
"""The errors of a connection that is closed, or that PostgreSQL is closing."""
SNAPSHOT = (
    "ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = '60s';"
    " SET LOCAL idle_in_transaction_session_timeout = '5min'"
)
"""
What begins a transaction that sees all of it as it was at its first statement, and may last: each fetch from a cursor
is a statement, and has a minute; one whose process is stuck or gone is ended.
"""
NOBODY = UUID(int=0)
"""As whom PostgreSQL is asked for plans."""
CLOSING = 5.0
"""Seconds for which a connection in use is waited for when it is to be closed."""


async def keep(_: object) -> None:
    """
    Takes the place of the reset that asyncpg runs on a connection given back to the pool. There is nothing to reset:
    what a transaction sets ends with it.
    """


def drop(connection: asyncpg.Connection) -> None:
    """Close a connection at once; one that is lost the pool may have taken back already."""
    with suppress(*LOST):
        connection.terminate()


async def give_up(connection: asyncpg.Connection) -> None:
    """Close a connection that may be in the midst of a statement, and have PostgreSQL cancel the statement."""
    with suppress(TimeoutError, *LOST):
        await connection.close(timeout=CLOSING)


class Transaction:
    def __init__(self, connection: asyncpg.Connection, database: "Database", role: DatabaseRole) -> None:
        self.connection, self.database, self.role = connection, database, role

    async def rows(self, statement: BoundStatement[RowT]) -> list[RowT]:
        return statement.rows(await self.database.fetch(self.connection, statement, self.role))

    async def row(self, statement: BoundStatement[RowT]) -> RowT | None:
        """The first; None when there is none."""
        rows = await self.rows(statement)
        return rows[0] if rows else None

    async def batches(self, statement: BoundStatement[RowT], at_once: int) -> AsyncGenerator[list[RowT]]:
        """The rows, however many there are: `at_once` of them are fetched, and held, at a time."""
        cursor = await self.connection.cursor(statement.text, *statement.arguments)
        while True:
            began = perf_counter()
            records = await cursor.fetch(at_once)
            MEASURES.count(statement.name, perf_counter() - began)
            if not records:
                return
            yield statement.rows(records)

    async def stream(self, statement: BoundStatement[RowT], at_once: int) -> AsyncIterator[RowT]:
        """Each row in turn, `at_once` of them fetched at a time."""
        async for rows in self.batches(statement, at_once):
            for row in rows:
                yield row


class Database:
    """
    The pool of one process. Its login role has no rights on the tables: every transaction takes a role. Nobody has more
    than a part of the connections: who asks for more waits, so a transaction must not wait for another of its own.
    """

    pool: asyncpg.Pool

    def __init__(
        self,
        url: str,
        *,
        behind_pooler: bool = False,
        statement_timeout: float | None = None,
        slow_after: float = inf,
    ) -> None:
        """
        `behind_pooler`: the URL is of a pooler in transaction mode, so no statement can be prepared for later runs.
        `statement_timeout`: seconds after which PostgreSQL ends a statement; None: as it is configured.
        `slow_after`: seconds after which the log tells of one.
        """
        self.options: dict[str, object] = {"dsn": url, "min_size": 0, "max_size": MAX_SIZE, "reset": keep}
        if behind_pooler:
            self.options["statement_cache_size"] = 0
        if statement_timeout:
            self.options["server_settings"] = {"statement_timeout": f"{statement_timeout:.3f}s"}
        self.events = TaskEvents()
        self.slow = SlowStatements(slow_after)
        self.written = asyncio.Event()
        """Set when a transaction has committed that may have noted something to be sent."""
        self.shares: dict[DatabaseRole, Shares] = {
            "authenticated": Shares(MAX_SIZE, USER_CONNECTIONS),
            "service_role": Shares(SERVICE_CONNECTIONS, EACH_SERVICE_CONNECTIONS),
        }

    @asynccontextmanager
    async def transaction(
        self, user_id: UUID, role: DatabaseRole = "authenticated", mode: str = WRITING
    ) -> AsyncIterator[Transaction]:
        """
        A transaction in which PostgreSQL shows `user_id` their own rows, and `service_role` every row. `mode` is what
        `BEGIN` says of it, such as SNAPSHOT.

        Role and claims are local to it: nothing is left on the connection, whichever pool it goes back to.
        """
        connection = await self.begin(user_id, role, mode)
        try:
            yield Transaction(connection, self, role)
            await connection.execute("COMMIT")
            self.written.set()
        except Exception:
            try:
                await connection.execute("ROLLBACK")
            except LOST:
                drop(connection)
            raise
        except BaseException:
            await give_up(connection)
            raise
        finally:
            await self.end(connection, user_id, role)

    async def rows(
        self, statement: BoundStatement[RowT], user_id: UUID, role: DatabaseRole = "authenticated"
    ) -> list[RowT]:
        """What a statement that only reads finds, in such a transaction of its own."""
        connection = await self.begin(user_id, role, "READ ONLY")
        try:
            records = await self.fetch(connection, statement, role)
            await connection.execute("COMMIT")
        except BaseException:
            await give_up(connection)
            raise
        finally:
            await self.end(connection, user_id, role)
        return statement.rows(records)

    async def fetch(
        self, connection: asyncpg.Connection, statement: BoundStatement[RowT], role: DatabaseRole
    ) -> list[asyncpg.Record]:
        """What the statement finds. How long it takes is measured, and told when that is long."""
        span = TRACER.start_span(statement.name, kind=SpanKind.CLIENT)
        began = perf_counter()
        try:
            records: list[asyncpg.Record] = await connection.fetch(statement.text, *statement.arguments)
        except Exception as error:
            span.set_status(StatusCode.ERROR)
            span.set_attribute("error.type", type(error).__qualname__)
            raise
        finally:
            seconds = perf_counter() - began
            if span.is_recording():  # its text has no values in it
                span.set_attributes({"db.system.name": "postgresql", "db.query.text": statement.text})
            span.end()
            MEASURES.count(statement.name, seconds)
            if seconds > self.slow.after:
                self.slow.tell(statement.name, seconds, partial(self.plan, statement, role))
        return records

    async def plan(self, statement: BoundStatement[RowT], role: DatabaseRole) -> list[str]:
        """How PostgreSQL runs the statement for that role, line by line."""
        connection = await self.begin(NOBODY, role, "READ ONLY")
        try:
            lines = await explain(connection, statement)
            await connection.execute("COMMIT")
        except BaseException:
            await give_up(connection)
            raise
        finally:
            await self.end(connection, NOBODY, role)
        return lines

    async def begin(self, user_id: UUID, role: DatabaseRole, mode: str) -> asyncpg.Connection:
        """
        A connection of the pool on which such a transaction has begun, once the user's part has one left; to be given
        back by `end`. Connections that PostgreSQL has closed meanwhile, as a restart does with all of them, are dropped
        until one works.
        """
        began = perf_counter()
        MEASURES.wait()
        try:
            await self.shares[role].take(user_id)
            try:
                connection = await self.begun(user_id, role, mode)
            except BaseException:
                self.shares[role].give_back(user_id)
                raise
        finally:
            MEASURES.end_wait(began)
        MEASURES.in_use += 1
        return connection

    async def begun(self, user_id: UUID, role: DatabaseRole, mode: str) -> asyncpg.Connection:
        """`begin`, for a user whose part has one left."""
        # One message, so one round trip. Nothing in it needs quoting: a UUID, and a role of ours.
        claims = f'{{"sub": "{user_id}", "role": "{role}"}}'
        begin = f"BEGIN {mode}; SET LOCAL ROLE {role}; SET LOCAL request.jwt.claims = '{claims}'"
        for remaining in reversed(range(MAX_SIZE + 1)):
            connection = await self.pool.acquire()
            try:
                await connection.execute(begin)
            except BaseException as error:
                drop(connection)
                await self.pool.release(connection)
                if not isinstance(error, LOST) or not remaining:
                    raise
            else:
                break
        return connection

    async def end(self, connection: asyncpg.Connection, user_id: UUID, role: DatabaseRole) -> None:
        MEASURES.in_use -= 1
        try:
            await self.pool.release(connection)
        finally:
            self.shares[role].give_back(user_id)

    async def __aenter__(self) -> Self:
        self.pool = await asyncpg.create_pool(**self.options)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.slow.planning:
            self.slow.planning.cancel()
        with suppress(TimeoutError):
            await asyncio.wait_for(self.pool.close(), CLOSING)
