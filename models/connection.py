"""The errors of connections that are lost, where a connection leads, and how one is closed."""

from contextlib import suppress
from urllib.parse import parse_qsl, urlsplit

import asyncpg

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
"""LOST, and the errors of a PostgreSQL that starts or stops, and of a pooler that does not reach it."""
UNUSABLE = (asyncpg.PostgresError, *LOST)
"""LOST, and every error that PostgreSQL answers with."""
CLOSE_TIMEOUT = 5.0
"""Seconds for which closing waits for a connection that is in use."""


def address_of(url: str) -> str:
    """Host, port and database name, by which people know a database; neither user nor password."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2] or dict(parse_qsl(parts.query)).get("host", "localhost")
    return f"{host}{parts.path}"


def drop(connection: asyncpg.Connection) -> None:
    """Close a connection at once. If it was lost, the pool may have taken it back already: that is no error."""
    with suppress(*LOST):
        connection.terminate()


async def cancel_and_close(connection: asyncpg.Connection) -> None:
    """Close a connection that may be in the middle of a statement, and have PostgreSQL cancel the statement."""
    with suppress(TimeoutError, *LOST):
        await connection.close(timeout=CLOSE_TIMEOUT)
