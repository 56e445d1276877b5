"""Work for many users, none of whom makes the others wait: a user who cannot be served is left for a later round."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Sequence
from contextlib import asynccontextmanager
from operator import attrgetter
from typing import Any, Generic, TypeVar

import asyncpg

from models.background import note_failure
from models.claims import NOBODY
from models.connection import is_unreached
from models.database import Database, Transaction
from models.notifications import WRITING
from models.statement import BoundStatement

logger = logging.getLogger(__name__)
RowT = TypeVar("RowT")

BRIEF_LOCKS = "SET LOCAL lock_timeout = '200ms'"
"""
For a transaction that works for one of many users: it does not wait long for a row that others have locked, and others
do not wait long for the rows that it has locked itself.
"""
LOCKED = (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError)


@asynccontextmanager
async def briefly(database: Database, user_id: Any = NOBODY) -> AsyncIterator[Transaction]:
    """A transaction as `service_role` that waits for no lock for longer than BRIEF_LOCKS."""
    async with database.transaction(user_id, "service_role", f"{WRITING}; {BRIEF_LOCKS}") as transaction:
        yield transaction
    database.note_written()


class Apart(Generic[RowT]):
    """
    One round of a job on rows, each of which concerns a user or, with another `key`, something else. Many rows are
    worked on at a time. If that fails, each half of them is tried by itself, and so on, until one user is left whose
    work fails: it is in `left` from then on, and left out. While nothing fails, each batch is one transaction.
    """

    def __init__(
        self,
        work: str,
        key: Callable[[RowT], Any] = attrgetter("user_id"),
        ends: Callable[[Exception], bool] = is_unreached,
    ) -> None:
        """
        `work` names the job in the log and in the metric of failures. `ends` says which errors are nobody's own, and
        end the round: by default those that say that PostgreSQL is out of reach.
        """
        self.work, self.key, self.ends = work, key, ends
        self.left: dict[Any, Exception] = {}
        """The error, by key, of those whose work could not be done."""

    async def do(self, rows: Sequence[RowT], at_once: int, use: Callable[[list[RowT]], Awaitable[None]]) -> None:
        """
        Call `use` with up to `at_once` rows at a time, in the order of the key. It is to be a transaction of its own,
        of brief locks. Raises only an error that ends the round.
        """
        ordered = sorted(rows, key=self.key)
        waiting = [ordered[start : start + at_once] for start in range(0, len(ordered), at_once)]
        while waiting:
            some = [row for row in waiting.pop(0) if self.key(row) not in self.left]
            if not some:
                continue
            try:
                await use(some)
            except Exception as error:
                if self.ends(error):
                    raise
                waiting[:0] = self.halves(some, error)

    async def rounds(
        self,
        database: Database,
        find: Callable[..., BoundStatement[RowT]],
        at_once: int,
        serve: Callable[[Transaction, list[RowT]], Awaitable[bool]],
    ) -> None:
        """
        Work on what `find` finds, given the keys that are passed over as `without`, until it finds nothing.
        `serve` works on some of the rows in a transaction, and returns whether it has done anything: if not, these are
        passed over, too.
        """
        over: set[Any] = set()

        async def use(rows: list[RowT]) -> None:
            async with briefly(database) as transaction:
                has_done = await serve(transaction, rows)
            if not has_done:
                over.update(map(self.key, rows))

        while rows := await database.rows(find(without=[*over, *self.left]), NOBODY, "service_role"):
            await self.do(rows, at_once, use)

    def halves(self, rows: list[RowT], error: Exception) -> list[list[RowT]]:
        """Return the rows in two parts that have no key in common; if all have the same, leave it, and return none."""
        keys = [self.key(row) for row in rows]
        borders = [place for place in range(1, len(rows)) if keys[place] != keys[place - 1]]
        if not borders:
            self.leave(keys[0], error)
            return []
        border = min(borders, key=lambda place: abs(place - len(rows) // 2))
        return [rows[:border], rows[border:]]

    def leave(self, key: Hashable, error: Exception) -> None:
        self.left[key] = error
        if isinstance(error, LOCKED):
            logger.info("%s: %s is locked by others, and comes later", self.work, key)
        else:
            note_failure(self.work, error, f" for {key}")
