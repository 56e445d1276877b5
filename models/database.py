import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Literal, Self
from uuid import UUID, uuid4

from sqlalchemy import PoolProxiedConnection, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from models.statement import Statement
from models.task_events import TaskEvents

DatabaseRole = Literal["authenticated", "service_role"]

TAKE_ROLE_AND_CLAIMS = text("SELECT set_config('role', :role, true), set_config('request.jwt.claims', :claims, true)")


# A pooler in transaction mode may know nothing of prepared statements: none is kept, none meets its namesake.
BEHIND_POOLER: dict[str, Any] = {
    "statement_cache_size": 0,
    "prepared_statement_cache_size": 0,
    "prepared_statement_name_func": lambda: f"task_record_{uuid4()}",
}


def create_engine(url: str, *, behind_pooler: bool = False) -> AsyncEngine:
    """asyncpg reads the URL itself, so that it may say what libpq's may: `sslmode`, a socket's `host`."""
    arguments = {"dsn": url, **(BEHIND_POOLER if behind_pooler else {})}
    return create_async_engine("postgresql+asyncpg://", connect_args=arguments, pool_size=20, max_overflow=0)


class Database:
    """The pool of one process. Its login role has no rights on the tables: every transaction takes a role."""

    def __init__(self, url: str, *, behind_pooler: bool = False) -> None:
        self.engine = create_engine(url, behind_pooler=behind_pooler)
        self.events = TaskEvents()

    @asynccontextmanager
    async def transaction(self, user_id: UUID, role: DatabaseRole = "authenticated") -> AsyncIterator[AsyncConnection]:
        """
        A transaction in which PostgreSQL shows `user_id` their own rows, and `service_role` every row.

        Role and claims are local to it, as `SET LOCAL` would make them: nothing is left on the
        connection, whichever pool it goes back to.
        """
        async with self.engine.begin() as connection:
            claims = claimed(user_id, role)
            await connection.execute(TAKE_ROLE_AND_CLAIMS, {"role": role, "claims": claims})
            yield connection

    async def rows(
        self, statement: Statement, values: Mapping[str, Any], user_id: UUID, role: DatabaseRole = "authenticated"
    ) -> list[Any]:
        """
        What a statement finds, in such a transaction of its own. For what is read all the time: without
        SQLAlchemy between asyncpg and the rows, and with one round trip for the transaction, role and claims.
        """
        pooled = await self.pooled()
        connection: Any = pooled.driver_connection
        try:
            # Nothing in the claims needs quoting: a UUID, and a role of ours.
            claims = claimed(user_id, role)
            await connection.execute(
                f"BEGIN READ ONLY; SET LOCAL ROLE {role}; SET LOCAL request.jwt.claims = '{claims}'"
            )
            records = await connection.fetch(statement.text, *statement.arguments(values))
            await connection.execute("COMMIT")
        except BaseException:
            pooled.invalidate()  # it is in the midst of a transaction, or of an answer
            raise
        finally:
            pooled.close()
        return statement.rows(records)

    async def pooled(self) -> PoolProxiedConnection:
        """Of the pool's connections one that PostgreSQL has not closed meanwhile."""
        while True:
            pooled = await self.engine.raw_connection()
            connection: Any = pooled.driver_connection
            if not connection.is_closed():
                return pooled
            pooled.invalidate()
            pooled.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.engine.dispose()


def claimed(user_id: UUID, role: DatabaseRole) -> str:
    return json.dumps({"sub": str(user_id), "role": role})
