"""Checks that PostgreSQL has connections and disk left, accepts writes, and handles all letters."""

from math import ceil

import asyncpg

from models.claims import NOBODY
from models.connection import CONNECT_TIMEOUT, UNUSABLE
from models.database import Database
from models.notifications import WRITING
from models.pool import MAX_CONNECTIONS
from server.operations.checking.problem import Problem, Severity
from server.stores.connections import NOTIFIER

LISTENING, POOLS = 2, 2
"""By process: connections that listen, for changes and for jobs; and pools, for requests and for exports."""
TRIAL_FILE = "SELECT count(*) FROM generate_series(1, 40000)"
"""With little memory, PostgreSQL writes this to a temporary file of half a megabyte, on the disk of its tables."""
TRIAL_ROW = "INSERT INTO task_record.integrity_findings (kind, findings, checked_at) VALUES ('check', 0, now())"
ROOM = """
SELECT least(
    current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
      - coalesce(current_setting('reserved_connections', true), '0')::int,
    nullif(datconnlimit, -1),
    (SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = session_user)
  ) AS connections,
  (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1) AS processes
FROM pg_database WHERE datname = current_database()
"""
MORE_CONNECTIONS = "a higher max_connections in postgresql.conf, or fewer processes (./run serve --workers)"
ENCODING = """
SELECT pg_encoding_to_char(encoding) AS encoding, quote_ident(datname) AS name
FROM pg_database WHERE datname = current_database()
"""
KNOWS_LETTERS = "SELECT lower('ÄЖ') = 'äж'"


async def capacity_problems(database: Database) -> list[Problem]:
    """
    Return a problem when PostgreSQL accepts no further connection, or its disk is full. This opens a connection and has
    it write a temporary file, which takes about 20 ms and leaves nothing. Other errors are ignored here.
    """
    try:
        connection = await asyncpg.connect(database.url, timeout=CONNECT_TIMEOUT, statement_cache_size=0)
        try:
            async with connection.transaction():
                await connection.execute("SET LOCAL work_mem = '64kB'")
                await connection.execute(TRIAL_FILE)
        finally:
            connection.terminate()
    except asyncpg.TooManyConnectionsError as error:
        return [Problem(f"PostgreSQL has no connection left: {error}.", MORE_CONNECTIONS, Severity.UNUSABLE)]
    except asyncpg.InsufficientResourcesError as error:
        remedy = "free space on PostgreSQL's disk, or enlarge it"
        return [Problem(f"PostgreSQL cannot write: {error}.", remedy, Severity.UNUSABLE)]
    except UNUSABLE:  # found by those that use the database
        pass
    return []


async def setup_problems(database: Database, processes: int) -> list[Problem]:
    """
    Return the problems of a database that rejects writes, does not store and compare texts as UTF-8, or has too few
    connections for so many processes of the server. If more processes run now, these are counted.
    """
    async with database.transaction(NOBODY, "none", "READ ONLY") as transaction:
        found = await letter_problems(transaction.connection)
        [room] = await transaction.connection.fetch(ROOM, NOTIFIER)
    processes = max(processes, room["processes"])
    each = LISTENING + (POOLS * MAX_CONNECTIONS if database.connections_are_ours else 0)
    found += await writing_problems(database)
    if processes * each > room["connections"]:
        what = (
            f"PostgreSQL accepts {room['connections']} connections; {processes} server processes may need "
            f"{processes * each}, {each} each."
        )
        most = ceil(processes * each / 10) * 10
        found.append(Problem(what, f"max_connections = {most} in postgresql.conf, or fewer processes, or PgBouncer"))
    return found


async def letter_problems(connection: asyncpg.Connection) -> list[Problem]:
    """Return a problem when the database's encoding is not UTF-8, or its locale knows only English letters."""
    [(encoding, name)] = await connection.fetch(ENCODING)
    if encoding != "UTF8":
        what = f"The database's encoding is {encoding}, which cuts, counts or rejects texts wrongly."
    elif not await connection.fetchval(KNOWS_LETTERS):
        what = "The database's locale knows only English letters (lower('Ä') is not 'ä'), so searches miss tasks."
    else:
        return []
    remedy = (
        f"As a superuser: CREATE DATABASE {name}_2 OWNER task_record_owner TEMPLATE template0 ENCODING 'UTF8' "
        "LOCALE 'C.UTF-8'; and ./run restore of a backup into it"
    )
    return [Problem(what, remedy)]


async def writing_problems(database: Database) -> list[Problem]:
    """Write a row and roll it back. Return a problem when PostgreSQL rejects it."""
    try:
        connection = await database.begin(NOBODY, "service_role", WRITING, NOBODY)
        try:
            await database.execute(connection, TRIAL_ROW)
            await database.execute(connection, "ROLLBACK")
        finally:
            await database.end(connection, NOBODY, "service_role")
    except UNUSABLE as error:
        return [Problem(f"PostgreSQL rejects writes: {error}.", "find the reason in PostgreSQL's own log")]
    return []
