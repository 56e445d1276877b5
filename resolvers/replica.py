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

MOMENT = 30.0
"""
Seconds that the replica may lag, or it is not read: as long as PostgreSQL has a statement on a replica hold up what
comes (`max_standby_streaming_delay`). A healthy one shows up to five, as the worker leaves a mark that often.
"""
ASKED_EVERY, PATIENCE, GIVEN_UP_AFTER = 1.0, 1.0, 5.0
"""Seconds: how old an answer may be, for how long it is waited for, and after how long the question is dropped."""
COMPLAINTS_EVERY = 60.0


class ReplicaUnusable(Exception):
    """The replica does not answer, or lags too far: the database itself is to be read."""


class Replica:
    """
    The copy of the database at DATABASE_READ_URL, which PostgreSQL keeps: for what may be a moment old. How far it lags
    is told by the time at which the worker last counted what had changed, as the copy has it: so it shows whatever the
    reason, and for any kind of replica.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.asking: asyncio.Task[float] | None = None
        self.asked_at = self.complained_at = 0.0
        self.failure = ""
        """Why it does not answer; empty when it does."""

    async def lag(self) -> float:
        """Seconds, as they were a second ago at most; infinite while it does not answer, for a second. Never fails."""
        now = time.monotonic()
        if self.asking is None or (self.asking.done() and now >= self.asked_at + ASKED_EVERY):
            self.asked_at = now
            self.asking = asyncio.create_task(self.ask())
        _, unanswered = await asyncio.wait([self.asking], timeout=max(0.0, self.asked_at + PATIENCE - now))
        if unanswered:
            self.failure = "TimeoutError"
        return inf if unanswered else self.asking.result()

    async def is_near(self) -> bool:
        """Whether it is to be read."""
        return await self.lag() <= MOMENT

    async def ask(self) -> float:
        try:
            async with asyncio.timeout(GIVEN_UP_AFTER):
                [found] = await self.database.rows(AGE.bind(), NOBODY, "service_role")
        except Exception as error:
            self.failure = type(error).__name__
            self.complain("does not answer: %r", error)
            return inf
        self.failure = ""
        if found.age > MOMENT:
            self.complain("lags by %.0f seconds", found.age)
        return found.age

    def complain(self, what: str, *values: object) -> None:
        """Log that it is not read, once a minute at most."""
        now = time.monotonic()
        if not self.complained_at or now > self.complained_at + COMPLAINTS_EVERY:
            self.complained_at = now
            logger.warning(f"The replica {what}; the database itself is read.", *values)

    async def rows(self, statement: BoundStatement[RowT], user_id: UUID, role: DatabaseRole) -> list[RowT]:
        """
        What a statement that only reads finds there, as `Database.rows`; ReplicaUnusable when that may be too old, or
        fails there, as where it holds up what comes, or needs a migration that has not come yet.
        """
        if not await self.is_near():
            raise ReplicaUnusable
        try:
            return await self.database.rows(statement, user_id, role)
        except asyncpg.QueryCanceledError:
            raise  # it takes too long, here as there
        except UNUSABLE as error:
            self.complain("fails: %r", error)
            raise ReplicaUnusable from error
