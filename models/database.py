import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any, Literal, Self
from uuid import UUID

import asyncpg

from models.statement import Statement
from models.tasks.task_changes import TaskEvents

DatabaseRole = Literal["authenticated", "service_role"]
MAX_SIZE = 20
LOST = (
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    OSError,
)
"""What a connection raises that was closed, or is about to be, before anything was asked of it."""
CLOSING = 5.0
"""Seconds for which connections in use are waited for."""


async def keep(_: object) -> None:
    """What asyncpg would reset on a connection that is given back: each transaction leaves nothing behind."""


async def give_up(connection: Any) -> None:
    """Of one in the midst of an answer. PostgreSQL is told to end the statement, which would go on otherwise."""
    with suppress(TimeoutError, *LOST):
        await connection.close(timeout=CLOSING)


class Transaction:
    def __init__(self, connection: Any) -> None:
        self.connection = connection

    async def rows(self, statement: Statement, values: Mapping[str, Any]) -> list[Any]:
        return statement.rows(await self.connection.fetch(statement.text, *statement.arguments(values)))

    async def row(self, statement: Statement, values: Mapping[str, Any]) -> Any:
        """The first; None when there is none."""
        rows = await self.rows(statement, values)
        return rows[0] if rows else None

    async def stream(self, statement: Statement, values: Mapping[str, Any], at_once: int) -> AsyncIterator[Any]:
        async for record in self.connection.cursor(statement.text, *statement.arguments(values), prefetch=at_once):
            yield statement.rows([record])[0]


class Database:
    """The pool of one process. Its login role has no rights on the tables: every transaction takes a role."""

    pool: asyncpg.Pool

    def __init__(self, url: str, *, behind_pooler: bool = False, statement_timeout: float | None = None) -> None:
        """`statement_timeout` in seconds."""
        self.options: dict[str, Any] = {"dsn": url, "min_size": 0, "max_size": MAX_SIZE, "reset": keep}
        if behind_pooler:  # one in transaction mode may know nothing of prepared statements
            self.options["statement_cache_size"] = 0
        if statement_timeout:
            self.options["server_settings"] = {"statement_timeout": f"{statement_timeout:.3f}s"}
        self.events = TaskEvents()

    @asynccontextmanager
    async def transaction(self, user_id: UUID, role: DatabaseRole = "authenticated") -> AsyncIterator[Transaction]:
        """
        A transaction in which PostgreSQL shows `user_id` their own rows, and `service_role` every row.

        Role and claims are local to it: nothing is left on the connection, whichever pool it goes back to.
        """
        connection = await self.begin(user_id, role)
        try:
            yield Transaction(connection)
            await connection.execute("COMMIT")
        except Exception:
            try:
                await connection.execute("ROLLBACK")
            except LOST:
                connection.terminate()
            raise
        except BaseException:
            await give_up(connection)
            raise
        finally:
            await self.pool.release(connection)

    async def rows(
        self, statement: Statement, values: Mapping[str, Any], user_id: UUID, role: DatabaseRole = "authenticated"
    ) -> list[Any]:
        """What a statement that only reads finds, in such a transaction of its own."""
        connection = await self.begin(user_id, role, "READ ONLY")
        try:
            records = await connection.fetch(statement.text, *statement.arguments(values))
            await connection.execute("COMMIT")
        except BaseException:
            await give_up(connection)
            raise
        finally:
            await self.pool.release(connection)
        return statement.rows(records)

    async def begin(self, user_id: UUID, role: DatabaseRole, mode: str = "") -> Any:
        """
        A connection in such a transaction. One that PostgreSQL has closed meanwhile, as a restart does with all
        of them, is dropped for the next.
        """
        # One message, so one round trip. Nothing in it needs quoting: a UUID, and a role of ours.
        claims = f'{{"sub": "{user_id}", "role": "{role}"}}'
        begin = f"BEGIN {mode}; SET LOCAL ROLE {role}; SET LOCAL request.jwt.claims = '{claims}'"
        for remaining in reversed(range(MAX_SIZE + 1)):
            connection: Any = await self.pool.acquire()
            try:
                await connection.execute(begin)
            except BaseException as error:
                connection.terminate()
                await self.pool.release(connection)
                if not isinstance(error, LOST) or not remaining:
                    raise
            else:
                break
        return connection

    async def __aenter__(self) -> Self:
        self.pool = await asyncpg.create_pool(**self.options)
        return self

    async def __aexit__(self, *_: object) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.pool.close(), CLOSING)
