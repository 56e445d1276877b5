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
Seconds by which the replica may lag and still be read: as long as PostgreSQL lets a statement on a replica delay the
replay of the log (`max_standby_streaming_delay`). A healthy one seems to lag by up to five, since the worker writes a
mark that often.
"""
ASKED_EVERY, ANSWER_TIMEOUT, GIVEN_UP_AFTER = 1.0, 1.0, 5.0
"""Seconds: how old a measured lag may be, how long to wait for a new one, and when a measurement is given up."""
COMPLAINTS_EVERY = 60.0


class ReplicaUnusable(Exception):
    """The replica does not answer, or lags too far, so the database itself is to be read."""


class Replica:
    """
    The replica of the database at DATABASE_READ_URL, for reads that may be a moment old. Its lag is the age of the time
    at which the worker last counted what had changed, read from the replica. So it is measured for any cause, and
    for any kind of replica.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.asking: asyncio.Task[float] | None = None
        self.asked_at = self.complained_at = 0.0
        self.failure = ""
        """The name of the error with which the replica last failed to answer; empty when it answered."""

    async def lag(self) -> float:
        """
        The lag in seconds, measured a second ago at most; infinite when the replica does not answer within a second.
        Never fails.
        """
        now = time.monotonic()
        if self.asking is None or (self.asking.done() and now >= self.asked_at + ASKED_EVERY):
            self.asked_at = now
            self.asking = asyncio.create_task(self.ask())
        asking = self.asking  # which others replace as soon as it is done
        _, unanswered = await asyncio.wait([asking], timeout=max(0.0, self.asked_at + ANSWER_TIMEOUT - now))
        if unanswered:
            self.failure = "TimeoutError"
        return inf if unanswered else asking.result()

    async def is_near(self) -> bool:
        """Whether the replica lags so little that it may be read."""
        return await self.lag() <= MAX_LAG_SECONDS

    async def ask(self) -> float:
        """Ask the replica for its lag, in seconds; infinite when it does not answer."""
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
        """Log that the replica is not read and why, once a minute at most."""
        now = time.monotonic()
        if not self.complained_at or now > self.complained_at + COMPLAINTS_EVERY:
            self.complained_at = now
            logger.warning(f"The replica {what}; the database itself is read.", *values)

    async def rows(self, statement: BoundStatement[RowT], user_id: UUID, role: DatabaseRole) -> list[RowT]:
        """
        The rows that a read-only statement finds on the replica, as `Database.rows`. Raises ReplicaUnusable when the
        replica lags too far, or the statement fails there: because it delays the replay of the log, or needs a
        migration that has not been replayed yet.
        """
        if not await self.is_near():
            raise ReplicaUnusable
        try:
            return await self.database.rows(statement, user_id, role)
        except asyncpg.QueryCanceledError:
            raise  # it would take too long on the database, too
        except UNUSABLE as error:
            self.complain("fails: %r", error)
            raise ReplicaUnusable from error
