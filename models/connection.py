"""One connection of the pool: how it begins, and how it ends when it is lost or not to be used any more."""

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
UNREACHED = (*LOST, asyncpg.PostgresSystemError)
"""The same, and what a router answers that does not reach the database."""
UNUSABLE = (asyncpg.PostgresError, *LOST)
"""The same, and whatever PostgreSQL refuses."""
CLOSING = 5.0
"""Seconds for which a connection in use is waited for when it is to be closed."""


def place_of(url: str) -> str:
    """Host, port and database, by which a person knows one of several; no password is in it."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2] or dict(parse_qsl(parts.query)).get("host", "localhost")
    return f"{host}{parts.path}"


async def keep(_: object) -> None:
    """
    Takes the place of the reset that asyncpg runs on a connection given back to the pool. There is nothing to reset:
    what a transaction sets ends with it.
    """


async def act_as_users(connection: asyncpg.Connection) -> None:
    """Have a new connection act as users do; as it is where there is no such role yet, or not for this login role."""
    with suppress(asyncpg.InvalidParameterValueError, asyncpg.InsufficientPrivilegeError):
        await connection.execute(AS_USERS)


async def ready(pool: asyncpg.Pool, messages: Sequence[str]) -> asyncpg.Connection:
    """
    A connection of the pool that has taken the messages. Those that PostgreSQL has closed meanwhile, as a restart
    does with all of them, are dropped until one works.
    """
    for remaining in reversed(range(pool.get_max_size() + 1)):
        connection = await pool.acquire()
        try:
            for message in messages:
                await connection.execute(message)
        except BaseException as error:
            drop(connection)
            await pool.release(connection)
            if not isinstance(error, LOST) or not remaining:
                raise
        else:
            break
    return connection


def drop(connection: asyncpg.Connection) -> None:
    """Close a connection at once; one that is lost the pool may have taken back already."""
    with suppress(*LOST):
        connection.terminate()


async def give_up(connection: asyncpg.Connection) -> None:
    """Close a connection that may be in the midst of a statement, and have PostgreSQL cancel the statement."""
    with suppress(TimeoutError, *LOST):
        await connection.close(timeout=CLOSING)
