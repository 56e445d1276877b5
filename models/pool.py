"""The pool of connections to one PostgreSQL: how they start, are shared, and are replaced when lost."""

import asyncio
import sys
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from contextvars import Context
from functools import partial
from math import inf
from time import perf_counter
from typing import Protocol, Self
from uuid import UUID

import asyncpg
from opentelemetry.trace import SpanKind, StatusCode

from models.background import begin, supervise
from models.claims import ALSO_WRITE, NOBODY, DatabaseRole, begin_query, with_claims
from models.connection import (
    ANSWER_SECONDS,
    CLOSE_TIMEOUT,
    CONNECT_TIMEOUT,
    LOST,
    UNUSABLE,
    AnswerWatch,
    DatabaseSilent,
    act_as_users,
    address_of,
    cancel_and_close,
    drop,
    only_read,
    skip_reset,
)
from models.observation.database_measures import MEASURES
from models.observation.tracing import TRACER, TRACING
from models.slow_statements import SlowStatements, explain
from models.statement import BoundStatement, RowT

REPLACE_TIMEOUT = 2.0
"""Seconds for which closed connections are replaced by others."""
ACQUIRE_TIMEOUT = 5.0
"""Seconds to wait for a connection when all are in use."""
SPARE_SECONDS = 1.0
"""Seconds after which a used connection goes back to asyncpg's pool."""
FREE_SECONDS = 0.1
"""Seconds after which a user's statement costs more than its operation was charged before execution."""
MAX_CONNECTIONS = 20
"""The most connections of one pool."""


class ConnectionShare(Protocol):
    """Divides connections among users."""

    async def take(self, owner: UUID) -> None:
        """Wait until the owner may use one more connection. Raises NoConnectionFree if that takes too long."""

    def give_back(self, owner: UUID) -> None: ...


class StatementAllowance(Protocol):
    """Charges users for long statements, and refuses further statements of users who have used up their allowance."""

    @property
    def charged(self) -> Collection[UUID]:
        """The users whose statements `check` may refuse; usually none."""

    def charge(self, seconds: float) -> None:
        """Charge a user for a statement that used a connection for this long: more than FREE_SECONDS."""

    async def check(self) -> None:
        """Raise a refusal if no further statement may be run in this request."""


class Pool:
    """
    A process's connections to one PostgreSQL. The login role has no rights on the tables: every statement runs as
    another role, with its own claims. A caller who has used their share of connections waits, so code in a transaction
    must not wait for another transaction of the same caller.
    """

    pool: asyncpg.Pool
    charges: StatementAllowance | None = None

    def __init__(
        self,
        url: str,
        *,
        behind_pooler: bool = False,
        statement_timeout: float | None = None,
        slow_after: float = inf,
        shares: Mapping[DatabaseRole, ConnectionShare] | None = None,
        behind: Sequence[str] = (),
        patience: float = ANSWER_SECONDS,
    ) -> None:
        """
        `behind_pooler`: the URL is that of a pooler in transaction mode, so statements are not prepared for later runs.
        `statement_timeout`: seconds after which PostgreSQL cancels a statement; None for PostgreSQL's own setting.
        `slow_after`: seconds after which a statement is logged as slow.
        `shares`: how connections are shared, by role; with None, a caller may use all of them.
        `behind`: the URLs of the databases behind the pooler.
        `patience`: seconds after which the pool checks whether PostgreSQL responds at all.
        """
        self.url, self.name = url, address_of(url)
        self.options = pool_options(url, behind_pooler, statement_timeout)
        self.connections_are_ours = not behind_pooler
        self.slow = SlowStatements(slow_after)
        self.reported_after = min(slow_after, FREE_SECONDS)
        self.watch = AnswerWatch(self.name, url, is_pooler=behind_pooler, behind=behind, patience=patience)
        self.asked = self.watch.asked
        self.shares = shares
        self.in_use = 0
        """Connections in use or waited for, by callers whom `shares` admitted."""
        self.spare: list[asyncpg.Connection] = []
        """Used connections to use again, since asyncpg's pool takes as long as a short statement."""
        self.writing: list[asyncpg.Connection] = []
        """Spare connections on which a statement may write outside a transaction."""
        self.returning: asyncio.Task[None] | None = None

    async def fetch(
        self,
        connection: asyncpg.Connection,
        statement: BoundStatement[RowT],
        role: DatabaseRole,
        claims: str | None = None,
    ) -> list[asyncpg.Record]:
        """
        Return the statement's records: in the connection's transaction or, with `claims`, outside of any. Its duration
        is measured, and logged if it is longer than `slow_after`.
        """
        text, arguments = statement.text, statement.arguments
        if claims:
            text, arguments = with_claims(text, len(arguments)), [*arguments, claims]
        span = TRACER.start_span(statement.name, kind=SpanKind.CLIENT) if TRACING.on else None
        self.asked[connection] = began = perf_counter()
        try:
            records: list[asyncpg.Record] = await connection.fetch(text, *arguments)
            self.watch.answered_at = perf_counter()
        except Exception as error:
            if span:
                span.set_status(StatusCode.ERROR)
                span.set_attribute("error.type", type(error).__qualname__)
            raise
        finally:
            del self.asked[connection]
            seconds = perf_counter() - began
            if span:  # its text has no values in it
                span.set_attributes({"db.system.name": "postgresql", "db.query.text": statement.text})
                span.end()
            MEASURES.count(statement.name, seconds)
            if seconds > self.reported_after:
                self.report_long(statement, role, seconds)
        return records

    def report_long(self, statement: BoundStatement[RowT], role: DatabaseRole, seconds: float) -> None:
        """Log a slow statement, and charge the user for a long one, unless its connection was lost."""
        if seconds > self.slow.after:
            self.slow.report(statement.name, seconds, partial(self.plan, statement, role))
        if (
            seconds > FREE_SECONDS
            and role in ("authenticated", "board_reader")
            and self.charges
            and not isinstance(sys.exc_info()[1], LOST)
        ):
            self.charges.charge(seconds)

    async def check_charges(self) -> None:
        """Raise a refusal if the request's statements have used up the user's allowance."""
        if self.charges and self.charges.charged:
            await self.charges.check()

    async def execute(self, connection: asyncpg.Connection, query: str) -> None:
        """Run a query without results, such as `COMMIT`."""
        self.asked[connection] = perf_counter()
        try:
            await connection.execute(query)
            self.watch.answered_at = perf_counter()
        finally:
            del self.asked[connection]

    async def plan(self, statement: BoundStatement[RowT], role: DatabaseRole) -> list[str]:
        """Return the lines of PostgreSQL's plan of the statement for that role, without running it."""
        connection = await self.begin(NOBODY, role, "READ ONLY", NOBODY)
        try:
            lines = await explain(connection, statement)
            await self.execute(connection, "COMMIT")
        except BaseException:
            await cancel_and_close(connection)
            raise
        finally:
            await self.end(connection, NOBODY, role)
        return lines

    async def begin(
        self,
        user_id: UUID,
        role: DatabaseRole,
        mode: str | None,
        owner: UUID,
        *more: str,
        writes: bool = False,
        holder: UUID | None = None,
    ) -> asyncpg.Connection:
        """
        Begin a transaction about the owner's rows, run the queries `more` in it, and return its connection, which `end`
        gives back. This waits until the share of the holder, by default the user, has a connection left. With `mode`
        None, nothing is begun or run; a statement may then write only if the connection `writes`.
        """
        holder = holder or user_id
        if self.watch.is_silent:
            raise DatabaseSilent(f"{self.name} does not answer")
        await self.check_charges()
        began = perf_counter()
        MEASURES.waiting += 1
        if MEASURES.timer is None:
            MEASURES.publish_later()
        try:
            if self.shares:
                await self.shares[role].take(holder)
            self.in_use += 1
            try:
                if mode:
                    connection = await self.acquire([*self.begin_queries(user_id, role, mode, owner), *more])
                elif writes:
                    connection = self.writing.pop() if self.writing else await self.acquire([ALSO_WRITE])
                else:
                    connection = self.spare.pop() if self.spare else await self.acquire([])
            except BaseException:
                self.give_back(holder, role)
                raise
        finally:
            MEASURES.waiting -= 1
            MEASURES.waited += perf_counter() - began
        MEASURES.in_use += 1
        return connection

    def begin_queries(self, user_id: UUID, role: DatabaseRole, mode: str, owner: UUID) -> list[str]:
        """The queries that begin a transaction about the rows of `owner`."""
        return [begin_query(user_id, role, mode)]

    async def acquire(self, queries: Sequence[str]) -> asyncpg.Connection:
        """
        Return a connection, after running `queries` on it. Raises TimeoutError if none is free within ACQUIRE_TIMEOUT.
        Connections that PostgreSQL has closed, for example by a restart, are dropped until one works. A pooler gives
        each attempt another one. There is one attempt more than the pool may have connections, but none after
        REPLACE_TIMEOUT, since a pooler is slow to report that its database is down.
        """
        seconds = ACQUIRE_TIMEOUT if self.in_use > MAX_CONNECTIONS else None  # else one is free or can be opened
        last = time.monotonic() + REPLACE_TIMEOUT
        for remaining in reversed(range(MAX_CONNECTIONS + 1)):
            connection = self.spare.pop() if self.spare else await self.free_connection(seconds)
            try:
                for query in queries:
                    await self.execute(connection, query)
            except BaseException as error:
                drop(connection)
                await self.pool.release(connection)
                if not isinstance(error, LOST) or not remaining or time.monotonic() > last:
                    raise
            else:
                break
        return connection

    async def free_connection(self, seconds: float | None) -> asyncpg.Connection:
        """Return a connection of asyncpg's pool. This waits so many seconds, or until one can be opened."""
        async with asyncio.timeout(seconds) as waiting:
            self.asked[waiting] = perf_counter()
            try:
                while self.writing and not self.pool.get_idle_size() and self.pool.get_size() == MAX_CONNECTIONS:
                    with suppress(*UNUSABLE):
                        await self.pool.release(self.writing.pop())
                return await self.pool.acquire()
            finally:
                del self.asked[waiting]

    async def end(
        self, connection: asyncpg.Connection, holder: UUID, role: DatabaseRole, *, writes: bool = False
    ) -> None:
        MEASURES.in_use -= 1
        try:
            if connection.is_closed() or connection.is_in_transaction():  # its `ROLLBACK` may have been cancelled
                await self.pool.release(connection)  # which ends the transaction
            else:
                (self.writing if writes else self.spare).append(connection)
                if self.returning is None:
                    self.returning = begin("spare connections", self.return_spare(), Context())  # no request's own
        except asyncpg.InterfaceError:
            pass  # the pool has taken it back already
        finally:
            self.give_back(holder, role)

    async def return_spare(self) -> None:
        """After SPARE_SECONDS, give the spare connections back to asyncpg's pool, which closes unused ones."""
        await asyncio.sleep(SPARE_SECONDS)
        self.returning = None
        while spare := self.spare or self.writing:
            with suppress(*UNUSABLE):
                await self.pool.release(spare.pop())

    def give_back(self, holder: UUID, role: DatabaseRole) -> None:
        self.in_use -= 1
        if self.shares:
            self.shares[role].give_back(holder)

    async def __aenter__(self) -> Self:
        self.pool = await asyncpg.create_pool(**self.options)
        self.watching = supervise("answer watch", self.watch.run)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.watching.cancel()
        if self.slow.planning:
            self.slow.planning.cancel()
        if self.returning:
            self.returning.cancel()
        while self.writing:
            drop(self.writing.pop())
        while self.spare:
            await self.pool.release(self.spare.pop())
        with suppress(TimeoutError):
            await asyncio.wait_for(self.pool.close(), CLOSE_TIMEOUT)


def pool_options(url: str, behind_pooler: bool, statement_timeout: float | None) -> dict[str, object]:
    """Return asyncpg's options for the pool; the arguments are those of `Pool`."""
    options: dict[str, object] = {
        "dsn": url,
        "timeout": CONNECT_TIMEOUT,
        "min_size": 0,
        "max_size": MAX_CONNECTIONS,
        "reset": skip_reset if behind_pooler else only_read,
    }
    if behind_pooler:
        options["statement_cache_size"] = 0
    else:
        options["init"] = act_as_users
    if statement_timeout:
        options["server_settings"] = {"statement_timeout": f"{statement_timeout:.3f}s"}
    return options
