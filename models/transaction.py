from collections.abc import AsyncGenerator, AsyncIterator
from time import perf_counter
from typing import TYPE_CHECKING

import asyncpg

from models.claims import DatabaseRole
from models.database_measures import MEASURES
from models.statement import BoundStatement, RowT

if TYPE_CHECKING:
    from models.database import Database


class Transaction:
    """A transaction that has begun on a connection; `Database.transaction` begins and ends it."""

    def __init__(self, connection: asyncpg.Connection, database: "Database", role: DatabaseRole) -> None:
        self.connection, self.database, self.role = connection, database, role

    async def rows(self, statement: BoundStatement[RowT]) -> list[RowT]:
        return statement.rows(await self.database.fetch(self.connection, statement, self.role))

    async def row(self, statement: BoundStatement[RowT]) -> RowT | None:
        """The first row that the statement finds; None when there is none."""
        rows = await self.rows(statement)
        return rows[0] if rows else None

    async def batches(self, statement: BoundStatement[RowT], at_once: int) -> AsyncGenerator[list[RowT]]:
        """Yield lists of `at_once` rows: no more are fetched and held at a time, however many rows there are."""
        cursor = await self.connection.cursor(statement.text, *statement.arguments)
        while True:
            began = perf_counter()
            records = await cursor.fetch(at_once)
            MEASURES.count(statement.name, perf_counter() - began)
            if not records:
                return
            yield statement.rows(records)

    async def stream(self, statement: BoundStatement[RowT], at_once: int) -> AsyncIterator[RowT]:
        """Yield each row in turn; `at_once` of them are fetched at a time."""
        async for rows in self.batches(statement, at_once):
            for row in rows:
                yield row
