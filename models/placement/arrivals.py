"""Users who are moved from one of several databases to another, until they have arrived there and after."""

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from sqlalchemy import Integer, Uuid, bindparam, text

from models.connection import UNUSABLE
from models.statement import NoRow, Statement

if TYPE_CHECKING:
    from models.database import Database


class Arrival(NamedTuple):
    """Whose rows lie ready in a database, and the number of the one that they come from."""

    user_id: UUID
    source: int


class Mark(NamedTuple):
    """The number of the database to which a user was moved from the one that says so."""

    database: int


USER_ID = bindparam("user_id", type_=Uuid)
ARRIVE = Statement(
    "arrive",
    text("SELECT task_record.arrive(:user_id, :source)").bindparams(USER_ID, bindparam("source", type_=Integer)),
    NoRow,
)
ARRIVALS = Statement("arrivals", text("SELECT user_id, source FROM task_record.arrivals"), Arrival)
MARK = Statement(
    "moved_to", text("SELECT database FROM task_record.moved_users WHERE user_id = :user_id").bindparams(USER_ID), Mark
)
FORGET_ARRIVAL = Statement(
    "forget_arrival", text("SELECT task_record.forget_arrival(:user_id)").bindparams(USER_ID), NoRow
)

FORGET_WEBHOOKS = Statement(
    "forget_webhooks",
    text("""
SELECT task_record.forget_webhooks(:user_id)
WHERE NOT EXISTS (SELECT FROM task_record.erasures WHERE id = :erasure_id)
""").bindparams(USER_ID, bindparam("erasure_id", type_=Uuid)),
    NoRow,
)
"""Where the user was erased it is done, and others are just being told that their tasks are gone."""


async def place_of_arriving(database: "Database", user_id: UUID, source: int) -> int:
    """
    The number of the database that has the user who was being moved from this one: it, or where they have gone. There
    they have arrived then: whoever moves them is waited for or, where that has died, done without.
    """
    mark = await database.parts[source - 1].rows(MARK.bind(user_id=user_id), user_id, "service_role")
    for (number,) in mark:
        async with database.parts[number - 1].transaction(user_id, "service_role") as transaction:
            await transaction.rows(ARRIVE.bind(user_id=user_id, source=source))
        return number
    return source


async def all_arrive(database: "Database", asked_by: UUID) -> None:
    """Have everybody arrive who has gone; but for databases that cannot be used."""
    for part in database.parts:
        with suppress(*UNUSABLE):
            for user_id, source in await part.rows(ARRIVALS.bind(), asked_by, "service_role"):
                await place_of_arriving(database, user_id, source)


async def forget_elsewhere(database: "Database", user_id: UUID, erasure_id: UUID) -> None:
    """
    Remove what other databases have of a user who was erased in one, and is therefore not moved now: what moves that
    came to nothing have left, what was sent to others' webhooks about them, and the webhooks of all users that they
    have made. Not from databases that cannot be used.
    """
    for part in database.parts if database.route else ():
        with suppress(*UNUSABLE):
            async with part.transaction(user_id, "service_role") as transaction:
                await transaction.rows(FORGET_ARRIVAL.bind(user_id=user_id))
                await transaction.rows(FORGET_WEBHOOKS.bind(user_id=user_id, erasure_id=erasure_id))
