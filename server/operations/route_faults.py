"""Whether the router before several databases leads to just these."""

from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import text

from models.claims import NOBODY
from models.connection import UNUSABLE
from models.database import Database
from models.statement import Statement
from server.operations.fault import Fault

EACH = 20
"""Users for each database that are asked for: that one of the databases is none's by chance does not happen."""
MEND = "DATABASE_URL, DATABASE_ROUTE and DATABASE_LISTEN_URL as docs/many-databases.md has them"


class Identity(NamedTuple):
    """What tells a running database from all others."""

    server: str
    name: str


IDENTITY = Statement(
    "database_identity",
    text("SELECT CAST(pg_postmaster_start_time() AS text) AS server, current_database() AS name"),
    Identity,
)


async def faults_of_route(database: Database) -> list[Fault]:
    """By where the router leads users whose ids nobody chose. Reads alone; 20 transactions for each database."""
    led_to = set()
    try:
        for _ in range(EACH * len(database.parts)):
            led_to |= {*await database.rows(IDENTITY.bind(), NOBODY, "service_role", uuid4())}
    except UNUSABLE as error:
        told = f"does not take what DATABASE_ROUTE says: {error or type(error).__name__}"
        return [Fault(f"The router at {database.name} {told}.", MEND)]
    named = {part.name: {*await part.rows(IDENTITY.bind(), NOBODY, "service_role")} for part in database.parts}
    found = [
        Fault(f"The router at {database.name} leads no user to {name}.", MEND)
        for name, identity in named.items()
        if not identity & led_to
    ]
    if led_to - set().union(*named.values()):
        what = f"The router at {database.name} leads users to a database that DATABASE_LISTEN_URL does not name."
        found.append(Fault(what, MEND))
    return found
