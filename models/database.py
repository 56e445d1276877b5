import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from time import perf_counter
from typing import Any, Self
from uuid import UUID

import asyncpg

from models.claims import DatabaseRole, claims_of
from models.connection import LOST, cancel_and_close, drop, is_unreached
from models.notifications import WRITING
from models.observation.database_measures import MEASURES
from models.pool import Pool
from models.statement import BoundStatement, RowT

NOT_ALLOWED = asyncpg.InsufficientPrivilegeError
SNAPSHOT = (
    "ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = '60s';"
    " SET LOCAL idle_in_transaction_session_timeout = '5min'"
)
"""
The mode of a long transaction that reads the whole database as it was at the first statement. Each fetch from a cursor
is a statement, and may take a minute. PostgreSQL ends a transaction that is idle for five minutes, because its process
is stuck or gone.
"""


class DatabaseUnusable(Exception):
    """An action on all users failed in some databases. `errors` has their errors by name."""

    def __init__(self, errors: Mapping[str, Exception]) -> None:
        super().__init__("\n".join(f"The database {name} cannot be used: {errors[name]!r}" for name in errors))
        self.errors = errors


class Database(Pool):
    """A database, in which statements see one user's rows or, with `service_role`, every user's."""

    def __init__(self, url: str, **options: Any) -> None:
        """The arguments are those of `Pool`."""
        super().__init__(url, **options)
        self.written: list[asyncio.Event] = []
        """Set when a writing transaction has committed, since it may have queued something to send."""

    async def rows(
        self,
        statement: BoundStatement[RowT],
        user_id: UUID,
        role: DatabaseRole = "authenticated",
        owner: UUID | None = None,
    ) -> list[RowT]:
        """
        Return the rows that a read-only statement finds, in its own transaction (see `transaction`). As `authenticated`
        this takes one round trip, unless the connections are a pooler's.
        """
        if role == "authenticated" and self.connections_are_ours:
            try:
                return await self.run(statement, user_id, role, owner, None, claims_of(user_id, role))
            except TimeoutError:  # it has waited for as long as it may
                raise
            except (NOT_ALLOWED, *LOST):
                pass  # a lost connection does not mean that PostgreSQL is down; one from before `migrate` has no rights
        return await self.run(statement, user_id, role, owner, "READ ONLY")

    async def write(
        self, statement: BoundStatement[RowT], user_id: UUID, role: DatabaseRole, owner: UUID
    ) -> list[RowT]:
        """
        Return the rows of a statement that writes, in its own transaction (see `transaction`). The statement must set
        the claims of `claims_of` before it reads or writes any row. Takes one round trip where `rows` does.
        """
        if role == "authenticated" and self.connections_are_ours:
            try:
                written = await self.run(statement, user_id, role, owner, None, writes=True)
            except (asyncpg.InterfaceError, NOT_ALLOWED):
                pass  # the connection was lost before anything was sent, or nothing was allowed
            else:
                self.note_written()
                return written
        async with self.transaction(user_id, role, WRITING, owner) as transaction:
            return await transaction.rows(statement)

    async def run(
        self,
        statement: BoundStatement[RowT],
        user_id: UUID,
        role: DatabaseRole,
        owner: UUID | None,
        mode: str | None,
        claims: str | None = None,
        *,
        writes: bool = False,
    ) -> list[RowT]:
        """
        Return the rows of one statement. With a `mode`, it takes three round trips, for `BEGIN`, the statement and
        `COMMIT`, on any kind of connection. With None it runs by itself, on a connection set up by AS_USERS. It
        must set its claims or be given them as `claims`, and may write only if it `writes`.
        """
        connection = await self.begin(user_id, role, mode, owner or user_id, writes=writes)
        try:
            records = await self.fetch(connection, statement, role, claims)
            if mode:
                await self.execute(connection, "COMMIT")
        except BaseException as error:
            is_over = isinstance(error, asyncpg.PostgresError) and not isinstance(error, (NOT_ALLOWED, *LOST))
            if mode or not is_over:  # or made before the role was: what replaces it is set up
                await cancel_and_close(connection)
            raise
        finally:
            await self.end(connection, user_id, role, writes=writes)
        return statement.rows(records)

    def transaction(
        self,
        user_id: UUID,
        role: DatabaseRole = "authenticated",
        mode: str = WRITING,
        owner: UUID | None = None,
        at: "Database | None" = None,
    ) -> "Transaction":
        """
        Return a transaction in which PostgreSQL shows `user_id` their own rows, and `service_role` every row;
        `async with` begins and ends it. `mode` follows `BEGIN`, such as WRITING or SNAPSHOT. `owner` is the user whose
        rows it is about, by default `user_id`. `at` is the database or replica where these were just found, or None.

        Role and claims end with the transaction, so nothing is left on the connection.
        """
        return Transaction(self, user_id, role, mode, owner or user_id, at)

    async def begin_at_owner(
        self, user_id: UUID, role: DatabaseRole, mode: str, owner: UUID, at: "Database | None", holder: UUID
    ) -> tuple[Pool, asyncpg.Connection]:
        """Begin a `transaction`; return the pool that its connection goes back to, and the connection."""
        pool = at or self
        return pool, await pool.begin(user_id, role, mode, owner, holder=holder)

    def note_written(self) -> None:
        for event in self.written:
            event.set()

    def is_unreached(self, error: BaseException) -> bool:
        """Return whether the error means that the rows cannot be reached now, or no connection is free."""
        return is_unreached(error)


class Transaction:
    """
    A transaction on one connection, as `Database.transaction` returns it. The connection counts for the share of
    `holder`, by default the user.
    """

    def __init__(
        self,
        database: Database,
        user_id: UUID,
        role: DatabaseRole,
        mode: str,
        owner: UUID,
        at: Database | None,
        holder: UUID | None = None,
    ) -> None:
        self.database, self.user_id, self.role, self.mode = database, user_id, role, mode
        self.owner, self.at, self.holder = owner, at, holder or user_id

    async def __aenter__(self) -> Self:
        self.pool, self.connection = await self.database.begin_at_owner(
            self.user_id, self.role, self.mode, self.owner, self.at, self.holder
        )
        return self

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        try:
            if error is None:
                await self.commit()
            else:
                await self.undo(error)
        finally:
            await self.pool.end(self.connection, self.holder, self.role)

    async def commit(self) -> None:
        try:
            await self.execute("COMMIT")
        except BaseException as error:
            await self.undo(error)
            raise
        if self.mode is WRITING:
            self.database.note_written()

    async def undo(self, error: BaseException) -> None:
        """Roll back because of the error. Unless it is an `Exception`, a statement may still run, and is cancelled."""
        if not isinstance(error, Exception):
            await cancel_and_close(self.connection)
            return
        try:
            await self.execute("ROLLBACK")
        except LOST:
            drop(self.connection)

    async def execute(self, query: str) -> None:
        """Run a query without results."""
        await self.pool.execute(self.connection, query)

    async def rows(self, statement: BoundStatement[RowT]) -> list[RowT]:
        await self.pool.check_charges()
        return statement.rows(await self.pool.fetch(self.connection, statement, self.role))

    async def row(self, statement: BoundStatement[RowT]) -> RowT | None:
        """Return the first row that the statement finds, or None."""
        rows = await self.rows(statement)
        return rows[0] if rows else None

    async def batches(self, statement: BoundStatement[RowT], at_once: int) -> AsyncGenerator[list[RowT]]:
        """Yield lists of `at_once` rows, so that no more are held at a time."""
        cursor = await self.connection.cursor(statement.text, *statement.arguments)
        while True:
            self.pool.asked[self.connection] = began = perf_counter()
            try:
                records = await cursor.fetch(at_once)
            finally:
                del self.pool.asked[self.connection]
            MEASURES.count(statement.name, perf_counter() - began)
            if not records:
                return
            yield statement.rows(records)

    async def stream(self, statement: BoundStatement[RowT], at_once: int) -> AsyncIterator[RowT]:
        """Yield each row in turn, fetching `at_once` at a time."""
        async for rows in self.batches(statement, at_once):
            for row in rows:
                yield row
