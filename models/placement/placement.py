"""Which of several databases has a user's rows: the one the router leads to, unless `move-user` has moved them."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

import asyncpg

from models.claims import evaluate_first
from models.connection import UNREACHED
from models.notifications import WRITING
from models.placement.arrivals import finish_arrival
from models.statement import BoundStatement, RowT

if TYPE_CHECKING:
    from models.database import Database

FoundT = TypeVar("FoundT")

MOVED, ARRIVING = "TR006", "TR007"
"""The SQLSTATEs of a database that does not have the user's rows any more, or not yet (migrations/sql/placement)."""
MOST_KEPT = 20_000
"""Users whose database is remembered; they take 5 MB."""


def with_stay(statement: BoundStatement[RowT], owner: UUID) -> BoundStatement[RowT]:
    """Return a read-only statement that fails, as MOVED or ARRIVING, in a database without the owner's rows."""
    arguments = [*statement.arguments, owner]
    return statement._replace(
        text=evaluate_first(f"task_record.assert_user_here(${len(arguments)}::uuid)", statement.text),
        arguments=arguments,
    )


def enter_query(owner: UUID, mode: str) -> str:
    """The query that fails in such a database and, if the transaction writes, bars moves of the owner until its end."""
    return f"SELECT task_record.{'lock_user_for_write' if mode is WRITING else 'assert_user_here'}('{owner}')"


async def at_owner(
    database: "Database",
    owner: UUID,
    use: "Callable[[Database], Awaitable[FoundT]]",
    first: "Database | None" = None,
) -> FoundT:
    """
    Return what `use` returns for the database that has the owner's rows. `first` is tried first, by default the one
    that is remembered, or the router. A database that the owner was moved from names the next one, which is then
    remembered; when one does not answer, the others are asked whether the owner was moved there. Raises the error of
    `use` when the database that has the rows cannot be reached, or after three tries more than there are databases.
    """
    place = first or database.placements.get(owner, database)
    for remaining in reversed(range(len(database.parts) + 3)):
        try:
            return await use(place)
        except UNREACHED:
            known = await database.whereabouts.of(owner)
            if known is None or known is place or not remaining:
                raise
            place = known
            remember(database, owner, place)
        except asyncpg.PostgresError as error:
            if error.sqlstate not in {MOVED, ARRIVING} or not remaining:
                raise
            number = int(error.detail)
            if error.sqlstate == ARRIVING:
                number = await finish_arrival(database, owner, number)
            place = database.parts[number - 1]
            remember(database, owner, place)
    raise AssertionError


def remember(database: "Database", owner: UUID, place: "Database") -> None:
    """Remember that `place` has the owner's rows, and forget the user of whom that was learnt longest ago."""
    database.placements.pop(owner, None)
    database.placements[owner] = place
    if len(database.placements) > MOST_KEPT:
        del database.placements[next(iter(database.placements))]
