import asyncio
import logging
import time
from math import inf
from uuid import UUID

import asyncpg

from models.administration.server_figures import AGE
from models.claims import NOBODY, DatabaseRole
from models.connection import UNUSABLE
from models.database import Database
from models.statement import BoundStatement, RowT

logger = logging.getLogger(__name__)

MAX_LAG_SECONDS = 30.0
"""
How many seconds the replica may lag and still be read: as long as PostgreSQL lets a statement on a replica delay the
replay of the log (`max_standby_streaming_delay`). A healthy replica may seem to lag by five, because the worker writes
its mark that often.
"""
ASKED_EVERY, ANSWER_TIMEOUT, GIVEN_UP_AFTER = 1.0, 1.0, 5.0
"""Seconds: the age of a measured lag, the wait for a new measurement, and its time-out."""
COMPLAINTS_EVERY = 60.0


class ReplicaUnusable(Exception):
    """The replica does not answer, or lags too far, so the database itself must be read."""


class Replica:
    """
    The replica of the database at DATABASE_READ_URL, for reads that may be a moment old. Its lag is the age of the
    worker's last count of changes, read from the replica. So the lag includes any cause, for any kind of replica.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.asking: asyncio.Task[float] | None = None
        self.asked_at = self.complained_at = 0.0
        self.failure = ""
        """The name of the replica's last error; empty when it answered."""

    async def lag(self) -> float:
        """The lag in seconds, at most a second old; infinite without an answer within a second. Raises no error."""
        now = time.monotonic()
        if self.asking is None or (self.asking.done() and now >= self.asked_at + ASKED_EVERY):
            self.asked_at = now
            self.asking = asyncio.create_task(self.ask())
        asking = self.asking  # others replace it as soon as it is done
        _, unanswered = await asyncio.wait([asking], timeout=max(0.0, self.asked_at + ANSWER_TIMEOUT - now))
        if unanswered:
            self.failure = "TimeoutError"
        return inf if unanswered else asking.result()

    async def is_near(self) -> bool:
        """Whether the replica lags so little that it may be read."""
        return await self.lag() <= MAX_LAG_SECONDS

    async def ask(self) -> float:
        """Query the lag of the replica, in seconds; infinite when it does not answer."""
        try:
            async with asyncio.timeout(GIVEN_UP_AFTER):
                [found] = await self.database.rows(AGE.bind(), NOBODY, "service_role")
        except Exception as error:
            self.failure = type(error).__name__
            self.complain("does not answer: %r", error)
            return inf
        self.failure = ""
        if found.age > MAX_LAG_SECONDS:
            self.complain("lags by %.0f seconds", found.age)
        return found.age

    def complain(self, what: str, *values: object) -> None:
        """Log why the replica is not read, at most once a minute."""
        now = time.monotonic()
        if not self.complained_at or now > self.complained_at + COMPLAINTS_EVERY:
            self.complained_at = now
            logger.warning(f"The replica {what}; the database itself is read.", *values)

    async def rows(self, statement: BoundStatement[RowT], user_id: UUID, role: DatabaseRole) -> list[RowT]:
        """
        The rows that a read-only statement finds on the replica, as `Database.rows`. Raises ReplicaUnusable when the
        replica lags too far or the statement fails there, because it delays the replay of the log or needs a migration
        that is not replayed yet.
        """
        if not await self.is_near():
            raise ReplicaUnusable
        try:
            return await self.database.rows(statement, user_id, role)
        except asyncpg.QueryCanceledError:
            raise  # it would also take too long on the database
        except UNUSABLE as error:
            self.complain("fails: %r", error)
            raise ReplicaUnusable from error
