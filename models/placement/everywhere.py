"""Statements that are run on all of several databases, because the user whose rows they are about is not known."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from math import inf
from typing import TypeVar
from uuid import UUID

from models.connection import UNUSABLE
from models.database import Database
from models.placement.arrivals import finish_arrivals
from models.statement import BoundStatement, RowT
from models.transaction import Transaction

FoundT = TypeVar("FoundT")


class DatabaseUnusable(Exception):
    """One or more of several databases cannot be used. The message has a line for each: its name and the error."""


@contextmanager
def naming_unusable(database: Database, part: Database) -> Iterator[None]:
    """Raise DatabaseUnusable, with the database's name, in place of the error of one of several that is unusable."""
    try:
        yield
    except UNUSABLE as error:
        if part is database:
            raise
        raise DatabaseUnusable(f"The database {part.name} cannot be used: {error!r}") from error


async def found_in_each(
    database: Database, user_id: UUID, find: Callable[[Transaction], AsyncIterator[FoundT]]
) -> AsyncIterator[FoundT]:
    """
    Yield what `find` finds in one database after the other, in a transaction as `service_role`. One of several that
    cannot be used does not stop the others: DatabaseUnusable is raised after all of them.
    """
    unusable = []
    for part in database.parts:
        try:
            with naming_unusable(database, part):
                async with part.transaction(user_id, "service_role") as transaction:
                    async for found in find(transaction):
                        yield found
        except DatabaseUnusable as error:
            unusable.append(str(error))
    if unusable:
        raise DatabaseUnusable("\n".join(unusable))


async def database_of(database: Database, statement: BoundStatement[RowT], user_id: UUID) -> Database:
    """Return the one of several databases in which a statement finds a row, as `service_role`; else `database`."""
    for part in database.parts if database.route else ():
        with suppress(*UNUSABLE):
            if await part.rows(statement, user_id, "service_role"):
                return part
    return database


async def found_anywhere(
    database: Database, statement: BoundStatement[RowT], user_id: UUID, at_most: float = 1
) -> list[RowT]:
    """
    Return the rows that a statement finds, as `service_role`, in any database; all are asked at once. `at_most` is how
    many rows there can be, inf if that is unknown. If fewer are found, a database that cannot be asked is an error, as
    it may have the rest; if none is missing, all are asked again, as the rest may be of a user who was being moved.
    """
    found = await found_at_once(database, statement, user_id, at_most)
    if len(found) < at_most < inf and len(database.parts) > 1:
        await finish_arrivals(database, user_id)
        found = await found_at_once(database, statement, user_id, at_most)
    return found


async def found_at_once(
    database: Database, statement: BoundStatement[RowT], user_id: UUID, at_most: float
) -> list[RowT]:
    asked = [part.rows(statement, user_id, "service_role") for part in database.parts]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    found = [row for answer in answers if not isinstance(answer, BaseException) for row in answer]
    errors = [answer for answer in answers if isinstance(answer, BaseException)]
    if errors and len(found) < at_most:
        raise errors[0]
    return found
