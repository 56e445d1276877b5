"""Checks that a router leads to exactly the databases of the settings, and that each user is in one of them."""

from typing import NamedTuple
from uuid import uuid4

from models.claims import NOBODY
from models.connection import UNUSABLE
from models.placement.arrivals import ARRIVALS
from models.placement.databases import Databases
from models.statement import Statement
from server.operations.checking.problem import Problem

USERS_EACH = 20
"""Random users that are looked up per database: enough that each database almost certainly has one of them."""
REMEDY = "DATABASE_URL, DATABASE_ROUTE and DATABASE_LISTEN_URL as in docs/many-databases.md"


class Identity(NamedTuple):
    """Identifies a running database by the time when its server started, and its name."""

    server: str
    name: str


IDENTITY = Statement(
    "database_identity",
    "SELECT CAST(pg_postmaster_start_time() AS text) AS server, current_database() AS name",
    Identity,
)


async def problems_of_route(database: Databases) -> list[Problem]:
    """
    Look up random users through the router. Return a problem for each database that it leads none of them to, and one
    if it leads to others. Costs 20 read-only transactions per database.
    """
    led_to = set()
    try:
        for _ in range(USERS_EACH * len(database.parts)):
            led_to |= {*await database.rows(IDENTITY.bind(), NOBODY, "service_role", uuid4())}
    except UNUSABLE as error:
        reason = str(error) or type(error).__name__
        return [Problem(f"The router at {database.name} does not accept DATABASE_ROUTE: {reason}.", REMEDY)]
    named = {part.name: {*await part.rows(IDENTITY.bind(), NOBODY, "service_role")} for part in database.parts}
    found = [
        Problem(f"The router at {database.name} leads no user to {name}.", REMEDY)
        for name, identity in named.items()
        if not identity & led_to
    ]
    if led_to - set().union(*named.values()):
        what = f"The router at {database.name} leads users to a database that DATABASE_LISTEN_URL does not name."
        found.append(Problem(what, REMEDY))
    return found


async def interrupted_moves(database: Databases) -> list[Problem]:
    """Return a problem for each user whose rows are staged in a database by a move that has not finished."""
    return [
        Problem(
            f"A move of {user_id} from database {source} to {number} is running, or was interrupted.",
            f"./run move-user {user_id} --to {number}",
        )
        for number, part in enumerate(database.parts, 1)
        for user_id, source in await part.rows(ARRIVALS.bind(), NOBODY, "service_role")
    ]
