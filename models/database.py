import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from math import inf
from time import perf_counter
from typing import Self
from uuid import UUID

import asyncpg
from opentelemetry import trace
from opentelemetry.trace import SpanKind, StatusCode

from models.claims import DatabaseRole, beginning, claiming, claims_of, routed
from models.connection import CLOSING, LOST, act_as_users, drop, give_up, keep, place_of, ready
from models.database_measures import MEASURES
from models.notifications import WRITING
from models.placement.placement import entering, in_place, staying
from models.placement.whereabouts import Whereabouts
from models.shares import Shares
from models.slow_statements import SlowStatements, explain
from models.statement import BoundStatement, RowT
from models.tasks.task_changes import TaskEvents
from models.transaction import Transaction

TRACER = trace.get_tracer("task_record")
MAX_SIZE = 20
"""Connections of one pool."""
USER_CONNECTIONS = 2
"""Those of them that one user may have at a time: statements take a millisecond, and two that search keep two cores."""
SERVICE_CONNECTIONS, EACH_SERVICE_CONNECTIONS = 16, 12
"""Those that all who act as `service_role` may have at a time, and one of them: the rest is for users."""
LOGIN_CONNECTIONS = 2
"""Those for what the login role itself asks."""
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


class Database:
    """
    The pool of one process, of one database or of a router before several. Its login role has no rights on the tables:
    every statement is run as another, with claims of its own. Nobody has more than a part of the connections: who asks
    for more waits, so a transaction must not wait for another of its own.
    """

    pool: asyncpg.Pool
    opened: AsyncExitStack
    """The databases behind the router."""

    def __init__(
        self,
        url: str,
        *,
        behind_pooler: bool = False,
        statement_timeout: float | None = None,
        slow_after: float = inf,
        route: str | None = None,
        behind: Sequence["Database"] = (),
    ) -> None:
        """
        `behind_pooler`: the URL is of a pooler in transaction mode, so no statement can be prepared for later runs.
        `statement_timeout`: seconds after which PostgreSQL ends a statement; None: as it is configured.
        `slow_after`: seconds after which the log tells of one.
        `route`: the statement that tells a router whose rows a transaction is about, where `{user_id}` is named.
        `behind`: the databases behind the router, each reached past it; they are opened and closed with this.
        """
        self.name, self.route = place_of(url), route
        self.parts: Sequence[Database] = behind or (self,)
        """Each database: what is about all users is asked of them one by one."""
        self.options: dict[str, object] = {"dsn": url, "min_size": 0, "max_size": MAX_SIZE, "reset": keep}
        self.connections_are_ours = not behind_pooler
        if behind_pooler:
            self.options["statement_cache_size"] = 0
        else:
            self.options["init"] = act_as_users
        if statement_timeout:
            self.options["server_settings"] = {"statement_timeout": f"{statement_timeout:.3f}s"}
        self.events = TaskEvents()
        self.owners: dict[UUID, UUID] = {}
        """Of the tasks that others named last: models/tasks/task_owners.py."""
        self.placements: dict[UUID, Database] = {}
        """Of the users who were moved: models/placement/placement.py."""
        self.whereabouts = Whereabouts(self.parts)
        self.slow = SlowStatements(slow_after)
        self.written = asyncio.Event()
        """Set when a transaction has committed that may have noted something to be sent."""
        self.shares: dict[DatabaseRole, Shares] = {
            "authenticated": Shares(MAX_SIZE, USER_CONNECTIONS),
            "service_role": Shares(SERVICE_CONNECTIONS, EACH_SERVICE_CONNECTIONS),
            "none": Shares(LOGIN_CONNECTIONS, LOGIN_CONNECTIONS),
        }

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
        A transaction in which PostgreSQL shows `user_id` their own rows, and `service_role` every row. `mode` is what
        `BEGIN` says of it, such as SNAPSHOT; what is written needs WRITING. `owner` is whose rows it is about, None:
        the user's own; of several databases it sees only the one where these lie. `at` is one of these, or a replica,
        where they have just been seen, past the router; None: wherever that leads.

        Role and claims are local to it: nothing is left on the connection, whichever pool it goes back to.
        """
        place, connection = await self.entered(user_id, role, mode, owner or user_id, at)
        try:
            yield Transaction(connection, self, role)
            await connection.execute("COMMIT")
            if mode is WRITING:
                for part in self.parts:
                    part.written.set()
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
            await place.end(connection, user_id, role)

    async def entered(
        self, user_id: UUID, role: DatabaseRole, mode: str, owner: UUID, at: "Database | None"
    ) -> tuple["Database", asyncpg.Connection]:
        """A connection on which such a transaction has begun, and the database, of several, to which it goes back."""
        if not self.route:
            return at or self, await (at or self).begin(user_id, role, mode, owner)

        async def enter(place: Database) -> tuple[Database, asyncpg.Connection]:
            return place, await place.begin(user_id, role, mode, owner, entering(owner, mode))

        return await in_place(self, owner, enter, at)

    async def rows(
        self,
        statement: BoundStatement[RowT],
        user_id: UUID,
        role: DatabaseRole = "authenticated",
        owner: UUID | None = None,
    ) -> list[RowT]:
        """
        What a statement that only reads finds, in such a transaction of its own. As a user it is one message where the
        connections are ours.
        """
        if self.route:
            owner = owner or user_id
            reading = staying(statement, owner)
            return await in_place(self, owner, lambda place: place.read(reading, user_id, role, owner))
        if role == "authenticated" and self.connections_are_ours:
            # A lost connection says nothing of PostgreSQL; one made before `migrate` may do nothing.
            with suppress(asyncpg.InsufficientPrivilegeError, *LOST):
                return statement.rows(await self.claimed_records(statement, user_id, role))
        return await self.read(statement, user_id, role, owner)

    async def read(
        self, statement: BoundStatement[RowT], user_id: UUID, role: DatabaseRole, owner: UUID | None
    ) -> list[RowT]:
        """The same in three messages, whosever connections they are."""
        connection = await self.begin(user_id, role, "READ ONLY", owner)
        try:
            records = await self.fetch(connection, statement, role)
            await connection.execute("COMMIT")
        except BaseException:
            await give_up(connection)
            raise
        finally:
            await self.end(connection, user_id, role)
        return statement.rows(records)

    async def claimed_records(
        self, statement: BoundStatement[RowT], user_id: UUID, role: DatabaseRole
    ) -> list[asyncpg.Record]:
        """The same by a statement that sets its claims itself, on a connection that acts as users do."""
        connection = await self.begin(user_id, role, None)
        try:
            return await self.fetch(connection, statement, role, claims_of(user_id, role))
        except BaseException:
            await give_up(connection)
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
        What the statement finds, in a transaction that has begun or, with `claims`, by itself. How long it takes is
        measured, and told when that is long.
        """
        text, arguments = statement.text, statement.arguments
        if claims:
            text, arguments = claiming(text, len(arguments)), [*arguments, claims]
        span = TRACER.start_span(statement.name, kind=SpanKind.CLIENT)
        began = perf_counter()
        try:
            records: list[asyncpg.Record] = await connection.fetch(text, *arguments)
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

    async def begin(
        self, user_id: UUID, role: DatabaseRole, mode: str | None, owner: UUID | None = None, *more: str
    ) -> asyncpg.Connection:
        """
        A connection of the pool on which such a transaction has begun and taken `more` messages, or none for the `mode`
        None, once the user's part has one left; to be given back by `end`.
        """
        began = perf_counter()
        MEASURES.wait()
        try:
            await self.shares[role].take(user_id)
            try:
                if mode is None:
                    connection = await self.pool.acquire()
                else:
                    begin = self.messages(beginning(user_id, role, mode), owner or user_id)
                    connection = await ready(self.pool, [*begin, *more])
            except BaseException:
                self.shares[role].give_back(user_id)
                raise
        finally:
            MEASURES.end_wait(began)
        MEASURES.in_use += 1
        return connection

    def messages(self, beginning: str, owner: UUID) -> list[str]:
        """In which a transaction begins that is about this owner's rows: one, unless there is a router."""
        return routed(beginning, self.route.replace("{user_id}", str(owner))) if self.route else [beginning]

    async def end(self, connection: asyncpg.Connection, user_id: UUID, role: DatabaseRole) -> None:
        MEASURES.in_use -= 1
        try:
            await self.pool.release(connection)
        finally:
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
            await asyncio.wait_for(self.pool.close(), CLOSING)
        await self.opened.aclose()
