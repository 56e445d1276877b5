"""Checks that the router in front of several databases leads to exactly the databases of the settings."""

from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import text

from models.claims import NOBODY
from models.connection import UNUSABLE
from models.database import Database
from models.statement import Statement
from server.operations.checking.problem import Problem

USERS_EACH = 20
"""Random users that are looked up for each database: so many that each database has one of them all but certainly."""
REMEDY = "DATABASE_URL, DATABASE_ROUTE and DATABASE_LISTEN_URL as docs/many-databases.md has them"


class Identity(NamedTuple):
    """Distinguishes a running database from all others: when its server started, and its name."""

    server: str
    name: str


IDENTITY = Statement(
    "database_identity",
    text("SELECT CAST(pg_postmaster_start_time() AS text) AS server, current_database() AS name"),
    Identity,
)


async def problems_of_route(database: Database) -> list[Problem]:
    """
    Look up random users through the router, and return a problem for each database that it leads none of them to, and
    one if it leads to others. This only reads, in 20 transactions for each database.
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
