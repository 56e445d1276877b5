"""Where a user's rows are, of several databases: where the router leads, unless `move-user` has moved them."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

import asyncpg

from models.claims import after
from models.connection import UNREACHED
from models.notifications import WRITING
from models.placement.arrivals import place_of_arriving
from models.statement import BoundStatement, RowT

if TYPE_CHECKING:
    from models.database import Database

FoundT = TypeVar("FoundT")

MOVED, ARRIVING = "TR006", "TR007"
"""The errors of a database in which the user's rows are not, or not yet (migrations/sql/0018)."""
MOST_KEPT = 20_000
"""Users whose place is remembered; 5 MB."""


def staying(statement: BoundStatement[RowT], owner: UUID) -> BoundStatement[RowT]:
    """A statement that only reads, as one that fails in a database in which the owner's rows are not."""
    arguments = [*statement.arguments, owner]
    return statement._replace(
        text=after(f"task_record.stay(${len(arguments)}::uuid)", statement.text), arguments=arguments
    )


def entering(owner: UUID, mode: str) -> str:
    """The message that fails in such a database, and keeps the owner from being moved while a transaction writes."""
    return f"SELECT task_record.{'enter' if mode is WRITING else 'stay'}('{owner}')"


async def in_place(
    database: "Database",
    owner: UUID,
    use: "Callable[[Database], Awaitable[FoundT]]",
    first: "Database | None" = None,
) -> FoundT:
    """
    What `use` returns with the database that has the owner's rows. The router is asked first, or what is given; each
    database that a user was moved from names the next, and the last is remembered. When one does not answer, the
    others are asked whether the user was moved there.
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
                number = await place_of_arriving(database, owner, number)
            place = database.parts[number - 1]
            remember(database, owner, place)
    raise AssertionError


def remember(database: "Database", owner: UUID, place: "Database") -> None:
    """That the owner's rows are there."""
    database.placements.pop(owner, None)
    database.placements[owner] = place
    if len(database.placements) > MOST_KEPT:
        del database.placements[next(iter(database.placements))]
