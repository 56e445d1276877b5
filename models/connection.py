"""The connections of a pool: how they start, and how they are closed when they are lost or no longer usable."""

import time
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import parse_qsl, urlsplit

import asyncpg

from models.claims import AS_USERS

LOST = (
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    OSError,
)
"""The errors of a connection that is closed, or that PostgreSQL is closing."""
UNREACHED = (*LOST, asyncpg.CannotConnectNowError, asyncpg.PostgresSystemError)
"""LOST, and the errors of a PostgreSQL that starts or stops, and of a router that does not reach the database."""
UNUSABLE = (asyncpg.PostgresError, *LOST)
"""LOST, and every error that PostgreSQL answers with."""
REPLACE_TIMEOUT = 2.0
"""Seconds for which connections that turn out to be closed are replaced by others."""
ACQUIRE_TIMEOUT = 5.0
"""Seconds to wait for a connection of the pool when all are in use."""
CLOSE_TIMEOUT = 5.0
"""Seconds for which closing waits for a connection that is in use."""


def address_of(url: str) -> str:
    """Host, port and database name, by which people tell databases apart; neither user nor password."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2] or dict(parse_qsl(parts.query)).get("host", "localhost")
    return f"{host}{parts.path}"


async def skip_reset(_: object) -> None:
    """
    Replaces the reset that asyncpg runs on a connection given back to the pool. There is nothing to reset: what a
    transaction sets ends with it.
    """


async def act_as_users(connection: asyncpg.Connection) -> None:
    """Set a new connection up by AS_USERS; leave it alone where that role is missing, or not for this login role."""
    with suppress(asyncpg.InvalidParameterValueError, asyncpg.InsufficientPrivilegeError):
        await connection.execute(AS_USERS)


async def acquire(pool: asyncpg.Pool, queries: Sequence[str], seconds: float | None) -> asyncpg.Connection:
    """
    Return a connection of the pool, after running `queries` on it; TimeoutError when none is free within `seconds`.
    Connections that PostgreSQL has closed meanwhile, as a restart does with all of them, are dropped until one works:
    the pool's own, and those that a router keeps, of which each attempt meets another. There is one attempt for each
    that the pool may have, and one more, but none after REPLACE_TIMEOUT: a router takes its time to say that its
    database is down.
    """
    last = time.monotonic() + REPLACE_TIMEOUT
    for remaining in reversed(range(pool.get_max_size() + 1)):
        connection = await pool.acquire(timeout=seconds)
        try:
            for query in queries:
                await connection.execute(query)
        except BaseException as error:
            drop(connection)
            await pool.release(connection)
            if not isinstance(error, LOST) or not remaining or time.monotonic() > last:
                raise
        else:
            break
    return connection


def drop(connection: asyncpg.Connection) -> None:
    """Close a connection at once. If it was lost, the pool may have taken it back already: that is no error."""
    with suppress(*LOST):
        connection.terminate()


async def cancel_and_close(connection: asyncpg.Connection) -> None:
    """Close a connection that may be in the middle of a statement, and have PostgreSQL cancel the statement."""
    with suppress(TimeoutError, *LOST):
        await connection.close(timeout=CLOSE_TIMEOUT)
