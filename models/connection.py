"""Connections to PostgreSQL: their errors, addresses, set-up and closing, and the detection of a silent database."""

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
"""Errors of a connection that is closed, or that PostgreSQL is closing."""
UNREACHED = (
    *LOST,
    asyncpg.CannotConnectNowError,
    asyncpg.DatabaseDroppedError,
    asyncpg.PostgresSystemError,
    asyncpg.InsufficientResourcesError,
    asyncpg.ReadOnlySQLTransactionError,
)
"""
LOST, and the errors of a PostgreSQL that is starting, stopping or read-only, cannot access its files, or is out of
connections, memory or disk. A pooler that cannot reach it returns the same errors.
"""
UNUSABLE = (asyncpg.PostgresError, NoConnectionFree, *LOST)
"""LOST, every error that PostgreSQL returns, and NoConnectionFree."""


def is_unreached(error: BaseException) -> bool:
    """Whether PostgreSQL is out of reach, or no connection free. asyncpg's ValueErrors report a wrong value instead."""
    return isinstance(error, (NoConnectionFree, *UNREACHED)) and not isinstance(error, ValueError)


CONNECT_TIMEOUT = 5.0
"""Seconds for PostgreSQL to accept a connection. A firewall may drop every packet."""
CLOSE_TIMEOUT = 5.0
"""Seconds that closing waits for a connection in use."""
ANSWER_SECONDS = 3.0
"""Seconds to wait for an answer before another connection is tried, and seconds that the trial may take."""
MIN_TRIAL_SECONDS = 1.0
"""The least seconds for the trial. With fewer, a busy machine would seem silent."""
LOOKS = 3
"""How often AnswerWatch looks for unanswered statements within its patience."""
AT_WORK = """
SELECT pid FROM pg_stat_activity
WHERE pid = ANY($1) AND state = 'active' AND query NOT ILIKE 'commit%'
  AND coalesce(wait_event, '') NOT ILIKE ALL ('{SyncRep,WALSync}') OR pid = pg_backend_pid()
"""
"""
PostgreSQL's processes that are executing a statement. A commit counts as idle: when it takes long, it waits for a disk
or a standby that does not answer. The wait event identifies the commit of a statement outside a transaction.
"""


Asking: TypeAlias = "asyncpg.Connection | asyncio.Timeout"
"""A connection with an unanswered statement, or the time-out of a call that waits for a connection."""


def address_of(url: str) -> str:
    """Host, port and database name of a URL, for logs: neither user nor password."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2] or dict(parse_qsl(parts.query)).get("host", "localhost")
    return f"{host}{parts.path}"


def pid_of(connection: asyncpg.Connection) -> int | None:
    """The id of the PostgreSQL process behind the connection; None when the pool has taken the connection back."""
    try:
        return int(connection.get_server_pid())
    except asyncpg.InterfaceError:
        return None


def drop(connection: asyncpg.Connection) -> None:
    """Close a connection at once. A lost connection, which the pool may have taken back already, is not an error."""
    with suppress(*LOST):
        connection.terminate()


def give_up(asking: Asking) -> None:
    """Make the pending statement or wait fail."""
    if isinstance(asking, asyncio.Timeout):
        asking.reschedule(0)
    else:
        drop(asking)


async def cancel_and_close(connection: asyncpg.Connection) -> None:
    """Close a connection, and have PostgreSQL cancel the statement that it may be running."""
    with suppress(TimeoutError, *LOST):
        await connection.close(timeout=CLOSE_TIMEOUT)


async def skip_reset(_: object) -> None:
    """Replaces asyncpg's reset of a returned connection: a transaction's settings end with it."""


async def only_read(connection: asyncpg.Connection) -> None:
    """
    Also replaces the reset: afterwards, no statement outside a transaction can write on the connection. If this fails,
    asyncpg closes the connection. A pooler may not report the setting.
    """
    if getattr(connection.get_settings(), "default_transaction_read_only", None) != "on":
        await connection.execute(ONLY_READ, timeout=CONNECT_TIMEOUT)


async def act_as_users(connection: asyncpg.Connection) -> None:
    """
    Set up a new connection by AS_USERS. Does nothing where that role does not exist, or the login role may not take it.
    """
    try:
        await connection.execute(AS_USERS, timeout=CONNECT_TIMEOUT)
    except (asyncpg.InvalidParameterValueError, asyncpg.InsufficientPrivilegeError):
        pass
    except BaseException:
        drop(connection)  # asyncpg would wait for PostgreSQL's answer without a limit
        raise


class DatabaseSilent(ConnectionError):
    """The database does not answer. Statements fail at once until it does."""


class AnswerWatch:
    """
    Watches the unanswered statements of a pool. A late answer may come from a slow statement, so the watch tries
    another connection. If that gets no answer either, the database is silent: pending statements fail as if their
    connection was lost, and new ones fail at once, until a connection works again.

    The watch also gives up statements that PostgreSQL is not executing, because their connection was lost without
    notice to either side.
    """

    def __init__(self, name: str, url: str, *, is_pooler: bool, behind: Sequence[str], patience: float) -> None:
        """
        `name`: the database's name in the log. `is_pooler`: whether the URL leads to a pooler in transaction mode.
        `behind`: the URLs behind the pooler. `patience`: seconds to wait for an answer.
        """
        self.name, self.urls, self.is_direct = name, [url, *behind], not is_pooler
        self.patience = patience
        self.asked: dict[Asking, float] = {}
        """When each unanswered statement was sent, by `perf_counter()`."""
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
        self.record(nobody_answers and self.answered_at < began)  # a new connection may be slow while others work
        for one, asked_at in overdue.items():
            is_stranded = self.is_direct and here is not None and one in pids and pids[one] not in here
            if self.asked.get(one) == asked_at and (self.is_silent or None in behind or is_stranded):
                give_up(one)

    def record(self, is_silent: bool) -> None:
        """Record whether the database is silent, and log a change."""
        if is_silent and not self.is_silent:
            logger.error("PostgreSQL (%s) does not answer", self.name)
        if self.is_silent and not is_silent:
            logger.warning("PostgreSQL (%s) answers again", self.name)
        self.is_silent = is_silent

    async def at_work(self, url: str, pids: list[int | None]) -> set[int | None] | None:
        """
        The processes among `pids` that are executing a statement, read on a new connection; None when none can be
        opened in time. An error from PostgreSQL or a pooler is also an answer. A pooler may report ids of its own; then
        all `pids` count as executing.
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
