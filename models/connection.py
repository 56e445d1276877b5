"""Connections: their errors, where one leads, how it is set up and closed, and whether it will be answered."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from time import perf_counter
from typing import TypeAlias
from urllib.parse import parse_qsl, urlsplit

import asyncpg

from models.claims import AS_USERS, ONLY_READ

logger = logging.getLogger(__name__)


class NoConnectionFree(Exception):
    """All connections that this process may use for a caller are in use."""


LOST = (
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.IdleSessionTimeoutError,
    OSError,
)
"""The errors of a connection that is closed, or that PostgreSQL is closing."""
UNREACHED = (
    *LOST,
    asyncpg.CannotConnectNowError,
    asyncpg.DatabaseDroppedError,
    asyncpg.PostgresSystemError,
    asyncpg.InsufficientResourcesError,
    asyncpg.ReadOnlySQLTransactionError,
)
"""
LOST, and the errors of a PostgreSQL that starts or stops, fails to read or write its files, has no connection, memory
or disk left, or may only be read; and of a pooler that does not reach it.
"""
UNUSABLE = (asyncpg.PostgresError, NoConnectionFree, *LOST)
"""LOST, every error that PostgreSQL answers with, and that no connection is free."""


def is_unreached(error: BaseException) -> bool:
    """
    Whether the error says that PostgreSQL cannot be reached now, or no connection is free: those of asyncpg that are
    ValueErrors, too, say that a value is wrong.
    """
    return isinstance(error, (NoConnectionFree, *UNREACHED)) and not isinstance(error, ValueError)


CONNECT_TIMEOUT = 5.0
"""Seconds in which PostgreSQL must have accepted a connection: a firewall may swallow every packet."""
CLOSE_TIMEOUT = 5.0
"""Seconds for which closing waits for a connection that is in use."""
ANSWER_SECONDS = 3.0
"""Seconds for which an answer is waited for until another connection is tried, and seconds for which that may take."""
MIN_TRIAL_SECONDS = 1.0
"""Seconds that it may take at least: with fewer, a busy machine would seem silent."""
LOOKS = 3
"""How often it is looked, while an answer is waited for, for what was not answered."""
AT_WORK = """
SELECT pid FROM pg_stat_activity
WHERE pid = ANY($1) AND state = 'active' AND query NOT ILIKE 'commit%'
  AND coalesce(wait_event, '') NOT ILIKE ALL ('{SyncRep,WALSync}') OR pid = pg_backend_pid()
"""
"""
A commit is never slow: one that is long in coming waits for a disk, or a standby, that does not answer. That of a
statement outside of a transaction is known by what it waits for.
"""


Asking: TypeAlias = "asyncpg.Connection | asyncio.Timeout"
"""A connection on which something was asked, or the time-out of what waits for a connection."""


def address_of(url: str) -> str:
    """Host, port and database name, by which people know a database; neither user nor password."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2] or dict(parse_qsl(parts.query)).get("host", "localhost")
    return f"{host}{parts.path}"


def pid_of(connection: asyncpg.Connection) -> int | None:
    """Return the id of the PostgreSQL process that serves the connection; None when the pool has taken it back."""
    try:
        return int(connection.get_server_pid())
    except asyncpg.InterfaceError:
        return None


def drop(connection: asyncpg.Connection) -> None:
    """Close a connection at once. If it was lost, the pool may have taken it back already: that is no error."""
    with suppress(*LOST):
        connection.terminate()


def give_up(asking: Asking) -> None:
    """Have what was asked fail."""
    if isinstance(asking, asyncio.Timeout):
        asking.reschedule(0)
    else:
        drop(asking)


async def cancel_and_close(connection: asyncpg.Connection) -> None:
    """Close a connection that may be in the middle of a statement, and have PostgreSQL cancel the statement."""
    with suppress(TimeoutError, *LOST):
        await connection.close(timeout=CLOSE_TIMEOUT)


async def skip_reset(_: object) -> None:
    """
    Replaces the reset that asyncpg runs on a connection given back to the pool. There is nothing to reset: what a
    transaction sets ends with it.
    """


async def only_read(connection: asyncpg.Connection) -> None:
    """
    Replaces the reset, too: no statement outside of a transaction writes on the connection any more. If this fails,
    asyncpg closes it. A pooler may not report the setting.
    """
    if getattr(connection.get_settings(), "default_transaction_read_only", None) != "on":
        await connection.execute(ONLY_READ, timeout=CONNECT_TIMEOUT)


async def act_as_users(connection: asyncpg.Connection) -> None:
    """Set a new connection up by AS_USERS; leave it alone where that role is missing, or not for this login role."""
    try:
        await connection.execute(AS_USERS, timeout=CONNECT_TIMEOUT)
    except (asyncpg.InvalidParameterValueError, asyncpg.InsufficientPrivilegeError):
        pass
    except BaseException:
        drop(connection)  # asyncpg would wait for PostgreSQL's answer, however long that takes
        raise


class DatabaseSilent(ConnectionError):
    """The database does not answer, so nothing more is asked."""


class AnswerWatch:
    """
    What a pool has asked PostgreSQL, until it is answered. An answer that is long in coming may come from a slow
    statement, so another connection is tried. If that is not answered either, the database is silent: what was asked
    fails, as if its connection had been lost, and so does what would be asked next, until a connection works again.
    Also given up is what PostgreSQL is not at work on, since its connection was lost without either side being told.
    """

    def __init__(self, name: str, url: str, *, is_pooler: bool, behind: Sequence[str], patience: float) -> None:
        """
        `name`: that of the database in the log. `is_pooler`: whether the URL is that of a pooler in transaction mode.
        `behind`: the URLs of what is behind the pooler. `patience`: seconds for which an answer is waited for.
        """
        self.name, self.urls, self.is_direct = name, [url, *behind], not is_pooler
        self.patience = patience
        self.asked: dict[Asking, float] = {}
        """When what is not answered yet was asked, by `perf_counter()`."""
        self.answered_at = 0.0
        """When PostgreSQL last answered, by `perf_counter()`."""
        self.is_silent = False

    async def run(self) -> None:
        """Look again and again until the task is cancelled."""
        while True:
            await asyncio.sleep(self.patience / LOOKS)
            before = perf_counter() - self.patience
            overdue = {one: began for one, began in self.asked.items() if began < before}
            if overdue or self.is_silent:
                await self.look(overdue)

    async def look(self, overdue: dict[Asking, float]) -> None:
        """Find out whether the database is silent, and give up those of `overdue` that it will not answer."""
        began = perf_counter()
        pids = {one: pid_of(one) for one in overdue if not isinstance(one, asyncio.Timeout)}
        here, *behind = await asyncio.gather(
            self.at_work(self.urls[0], list(pids.values()) if self.is_direct else []),
            *(self.at_work(url, []) for url in self.urls[1:]),
        )
        nobody_answers = here is None or (bool(behind) and all(one is None for one in behind))
        self.note(nobody_answers and self.answered_at < began)  # a connection may take long where others are answered
        for one, asked_at in overdue.items():
            is_stranded = self.is_direct and here is not None and one in pids and pids[one] not in here
            if self.asked.get(one) == asked_at and (self.is_silent or None in behind or is_stranded):
                give_up(one)

    def note(self, is_silent: bool) -> None:
        """Note whether the database is silent, and log it when that has changed."""
        if is_silent and not self.is_silent:
            logger.error("PostgreSQL (%s) does not answer", self.name)
        if self.is_silent and not is_silent:
            logger.warning("PostgreSQL (%s) answers again", self.name)
        self.is_silent = is_silent

    async def at_work(self, url: str, pids: list[int | None]) -> set[int | None] | None:
        """
        Those of PostgreSQL's processes `pids` that are at work, on a new connection; None when it cannot be opened in
        time. An error with which PostgreSQL or a pooler answers is an answer as well. A pooler may tell other ids than
        those of PostgreSQL's processes: then all of them may be at work.
        """
        try:
            async with asyncio.timeout(max(self.patience, MIN_TRIAL_SECONDS)):
                connection = await asyncpg.connect(url)
                try:
                    found = {pid for (pid,) in await connection.fetch(AT_WORK, pids)} if pids else set()
                    return found if pid_of(connection) in found else {*pids}
                finally:
                    connection.terminate()
        except OSError:  # TimeoutError is one
            return None
        except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
            return {*pids}
