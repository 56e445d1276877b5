import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from math import inf
from time import perf_counter
from typing import Protocol, Self
from uuid import UUID

import asyncpg
from opentelemetry.trace import SpanKind, StatusCode

from models.claims import NOBODY, DatabaseRole, begin_query, claims_of, routed_queries, with_claims
from models.connection import (
    ACQUIRE_TIMEOUT,
    CLOSE_TIMEOUT,
    LOST,
    acquire,
    act_as_users,
    address_of,
    cancel_and_close,
    drop,
    skip_reset,
)
from models.database_measures import MEASURES
from models.notifications import WRITING
from models.placement.placement import at_owner, enter_query, with_stay
from models.placement.whereabouts import Whereabouts
from models.slow_statements import SlowStatements, explain
from models.statement import BoundStatement, RowT
from models.tasks.task_changes import TaskEvents
from models.tracing import TRACER, TRACING
from models.transaction import Transaction

MAX_CONNECTIONS = 20
"""The most connections of one pool."""
CONNECT_TIMEOUT = 10.0
"""Seconds in which PostgreSQL must have accepted a connection: a firewall may swallow every packet."""
SNAPSHOT = (
    "ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = '60s';"
    " SET LOCAL idle_in_transaction_session_timeout = '5min'"
)
"""
The mode of a long transaction that reads the whole database as it was at the transaction's first statement. Each fetch
from a cursor is a statement, and may take a minute. PostgreSQL ends a transaction that is idle for five minutes, as the
one of a process that is stuck or gone.
"""


class ConnectionShare(Protocol):
    """Divides connections among those who need them."""

    async def take(self, owner: UUID) -> None:
        """Wait until the owner may use one more connection; TooManyConnectionsError when that takes too long."""

    def give_back(self, owner: UUID) -> None: ...


class Database:
    """
    A process's pool of connections to one database, or to a router before several. Its login role has no rights on the
    tables: every statement runs as another role, with claims of its own. A caller who has their share of connections
    waits for more: so code in a transaction must not wait for another one of the same caller.
    """

    pool: asyncpg.Pool
    opened: AsyncExitStack
    """Closes the databases behind the router."""

    def __init__(
        self,
        url: str,
        *,
        behind_pooler: bool = False,
        statement_timeout: float | None = None,
        slow_after: float = inf,
        route: str | None = None,
        behind: Sequence["Database"] = (),
        shares: Mapping[DatabaseRole, ConnectionShare] | None = None,
    ) -> None:
        """
        `behind_pooler`: the URL is that of a pooler in transaction mode, so no statement is prepared for later runs.
        `statement_timeout`: seconds after which PostgreSQL cancels a statement; None: as PostgreSQL is configured.
        `slow_after`: seconds after which a statement is logged as slow.
        `route`: the statement that names to a router the user whose rows a transaction is about, as `{user_id}`.
        `behind`: the databases behind the router, each connected to directly; they open and close with this one.
        `shares`: how the connections are shared, by role; None: a caller may use all of them.
        """
        self.name, self.route = address_of(url), route
        self.parts: Sequence[Database] = behind or (self,)
        """Each single database. A statement about all users is run on each of them."""
        self.options = pool_options(url, behind_pooler, statement_timeout)
        self.connections_are_ours = not behind_pooler
        self.events = TaskEvents()
        self.owners: dict[UUID, UUID] = {}
        """A cache: the owners of tasks, by task. models/tasks/task_owners.py keeps it."""
        self.placements: dict[UUID, Database] = {}
        """A cache: the databases of users who were moved, by user. models/placement/placement.py keeps it."""
        self.whereabouts = Whereabouts(self.parts)
        self.slow = SlowStatements(slow_after)
        self.written: list[asyncio.Event] = []
        """Set when a transaction that writes has committed: it may have noted something that is to be sent."""
        self.shares = shares
        self.in_use = 0
        """Connections that are in use or waited for, past the shares."""

    @asynccontextmanager
    async def transaction(
        self,
        user_id: UUID,
        role: DatabaseRole = "authenticated",
        mode: str = WRITING,
        owner: UUID | None = None,
        at: Self | None = None,
    ) -> AsyncIterator[Transaction]:
        """
        A transaction in which PostgreSQL shows `user_id` their own rows, and `service_role` every row. `mode` follows
        `BEGIN`: WRITING for one that writes, or another, such as SNAPSHOT. `owner` is the user whose rows it is about,
        by default `user_id`: of several databases, it sees only the one that has them. `at` is the database, or the
        replica, where they were just found, which is then used past the router; None: where the router leads.

        Role and claims end with it: nothing is left on the connection, whichever pool it goes back to.
        """
        place, connection = await self.begin_at_owner(user_id, role, mode, owner or user_id, at)
        try:
            yield Transaction(connection, self, role)
            await connection.execute("COMMIT")
            if mode is WRITING:
                for part in self.parts:
                    for event in part.written:
                        event.set()
        except Exception:
            try:
                await connection.execute("ROLLBACK")
            except LOST:
                drop(connection)
            raise
        except BaseException:
            await cancel_and_close(connection)
            raise
        finally:
            await place.end(connection, user_id, role)

    async def begin_at_owner(
        self, user_id: UUID, role: DatabaseRole, mode: str, owner: UUID, at: "Database | None"
    ) -> tuple["Database", asyncpg.Connection]:
        """Begin what `transaction` describes; return its connection, and the database whose pool that goes back to."""
        if not self.route:
            return at or self, await (at or self).begin(user_id, role, mode, owner)

        async def enter(place: Database) -> tuple[Database, asyncpg.Connection]:
            return place, await place.begin(user_id, role, mode, owner, enter_query(owner, mode))

        return await at_owner(self, owner, enter, at)

    async def rows(
        self,
        statement: BoundStatement[RowT],
        user_id: UUID,
        role: DatabaseRole = "authenticated",
        owner: UUID | None = None,
    ) -> list[RowT]:
        """
        Return the rows that a read-only statement finds, in a transaction of its own, as `transaction` describes it. As
        `authenticated` that takes one round trip, unless the connections are a pooler's.
        """
        if self.route:
            owner = owner or user_id
            reading = with_stay(statement, owner)
            return await at_owner(self, owner, lambda place: place.read(reading, user_id, role, owner))
        if role == "authenticated" and self.connections_are_ours:
            # A lost connection does not mean that PostgreSQL is down; one made before `migrate` has no rights yet.
            try:
                return statement.rows(await self.claimed_records(statement, user_id, role))
            except TimeoutError:  # it has waited for as long as it may
                raise
            except (asyncpg.InsufficientPrivilegeError, *LOST):
                pass
        return await self.read(statement, user_id, role, owner)

    async def read(
        self, statement: BoundStatement[RowT], user_id: UUID, role: DatabaseRole, owner: UUID | None
    ) -> list[RowT]:
        """Do what `rows` does in `BEGIN`, the statement and `COMMIT`, a round trip each, on any kind of connection."""
        connection = await self.begin(user_id, role, "READ ONLY", owner)
        try:
            records = await self.fetch(connection, statement, role)
            await connection.execute("COMMIT")
        except BaseException:
            await cancel_and_close(connection)
            raise
        finally:
            await self.end(connection, user_id, role)
        return statement.rows(records)

    async def claimed_records(
        self, statement: BoundStatement[RowT], user_id: UUID, role: DatabaseRole
    ) -> list[asyncpg.Record]:
        """Return what `rows` finds, by a statement that sets its own claims, on a connection set up by AS_USERS."""
        connection = await self.begin(user_id, role, None)
        try:
            return await self.fetch(connection, statement, role, claims_of(user_id, role))
        except BaseException:
            await cancel_and_close(connection)
            raise
        finally:
            await self.end(connection, user_id, role)

    async def fetch(
        self,
        connection: asyncpg.Connection,
        statement: BoundStatement[RowT],
        role: DatabaseRole,
        claims: str | None = None,
    ) -> list[asyncpg.Record]:
        """
        Return what the statement finds, in the transaction that has begun on the connection or, with `claims`, outside
        of any. Its duration is measured, and logged when it is longer than `slow_after`.
        """
        text, arguments = statement.text, statement.arguments
        if claims:
            text, arguments = with_claims(text, len(arguments)), [*arguments, claims]
        span = TRACER.start_span(statement.name, kind=SpanKind.CLIENT) if TRACING.on else None
        began = perf_counter()
        try:
            records: list[asyncpg.Record] = await connection.fetch(text, *arguments)
        except Exception as error:
            if span:
                span.set_status(StatusCode.ERROR)
                span.set_attribute("error.type", type(error).__qualname__)
            raise
        finally:
            seconds = perf_counter() - began
            if span:  # its text has no values in it
                span.set_attributes({"db.system.name": "postgresql", "db.query.text": statement.text})
                span.end()
            MEASURES.count(statement.name, seconds)
            if seconds > self.slow.after:
                self.slow.report(statement.name, seconds, partial(self.plan, statement, role))
        return records

    async def plan(self, statement: BoundStatement[RowT], role: DatabaseRole) -> list[str]:
        """Return PostgreSQL's plan of the statement for that role, line by line, without running the statement."""
        connection = await self.begin(NOBODY, role, "READ ONLY")
        try:
            lines = await explain(connection, statement)
            await connection.execute("COMMIT")
        except BaseException:
            await cancel_and_close(connection)
            raise
        finally:
            await self.end(connection, NOBODY, role)
        return lines

    async def begin(
        self, user_id: UUID, role: DatabaseRole, mode: str | None, owner: UUID | None = None, *more: str
    ) -> asyncpg.Connection:
        """
        Wait until the user's share has a connection left, begin a transaction on one, run the queries `more` in it, and
        return the connection, which `end` gives back. With `mode` None, nothing is begun or run.
        """
        began = perf_counter()
        MEASURES.wait()
        try:
            if self.shares:
                await self.shares[role].take(user_id)
            self.in_use += 1
            seconds = ACQUIRE_TIMEOUT if self.in_use > MAX_CONNECTIONS else None  # a timeout costs microseconds
            try:
                if mode is None:
                    connection = await self.pool.acquire(timeout=seconds)
                else:
                    begin = self.begin_queries(begin_query(user_id, role, mode), owner or user_id)
                    connection = await acquire(self.pool, [*begin, *more], seconds)
            except BaseException:
                self.give_back(user_id, role)
                raise
        finally:
            MEASURES.end_wait(began)
        MEASURES.in_use += 1
        return connection

    def begin_queries(self, begin: str, owner: UUID) -> list[str]:
        """The queries that begin a transaction about the owner's rows: `begin`, or what a router needs in its place."""
        return routed_queries(begin, self.route.replace("{user_id}", str(owner))) if self.route else [begin]

    async def end(self, connection: asyncpg.Connection, user_id: UUID, role: DatabaseRole) -> None:
        MEASURES.in_use -= 1
        try:
            await self.pool.release(connection)
        finally:
            self.give_back(user_id, role)

    def give_back(self, user_id: UUID, role: DatabaseRole) -> None:
        self.in_use -= 1
        if self.shares:
            self.shares[role].give_back(user_id)

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as opened:
            for part in self.parts:
                if part is not self:
                    await opened.enter_async_context(part)
            self.pool = await asyncpg.create_pool(**self.options)
            self.opened = opened.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.slow.planning:
            self.slow.planning.cancel()
        with suppress(TimeoutError):
            await asyncio.wait_for(self.pool.close(), CLOSE_TIMEOUT)
        await self.opened.aclose()


def pool_options(url: str, behind_pooler: bool, statement_timeout: float | None) -> dict[str, object]:
    """Return asyncpg's options for the pool; the arguments are those of `Database`."""
    options: dict[str, object] = {
        "dsn": url,
        "timeout": CONNECT_TIMEOUT,
        "min_size": 0,
        "max_size": MAX_CONNECTIONS,
        "reset": skip_reset,
    }
    if behind_pooler:
        options["statement_cache_size"] = 0
    else:
        options["init"] = act_as_users
    if statement_timeout:
        options["server_settings"] = {"statement_timeout": f"{statement_timeout:.3f}s"}
    return options
