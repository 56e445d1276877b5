"""Work for many users in which nobody waits for another: a user whose work fails is left for a later round."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Sequence
from contextlib import asynccontextmanager
from operator import attrgetter
from typing import Any, Generic, TypeVar

import asyncpg

from models.background import report_failure
from models.claims import NOBODY
from models.connection import is_unreached
from models.database import Database, Transaction
from models.notifications import WRITING
from models.statement import BoundStatement

logger = logging.getLogger(__name__)
RowT = TypeVar("RowT")

BRIEF_LOCKS = "SET LOCAL lock_timeout = '200ms'"
"""For a transaction that works for many users: it does not wait long for locked rows, nor do others for its own."""
LOCKED = (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError)


@asynccontextmanager
async def briefly(database: Database, user_id: Any = NOBODY) -> AsyncIterator[Transaction]:
    """A transaction as `service_role` that waits for no lock longer than BRIEF_LOCKS."""
    async with database.transaction(user_id, "service_role", f"{WRITING}; {BRIEF_LOCKS}") as transaction:
        yield transaction
    database.note_written()


class Apart(Generic[RowT]):
    """
    One round of a job on rows. A row concerns a user or, with another `key`, something else. Rows are worked on in
    batches. If a batch fails, its halves are tried, and so on, down to one user whose work fails. That user is added
    to `left` and skipped from then on. While nothing fails, each batch is one transaction.
    """

    def __init__(
        self,
        work: str,
        key: Callable[[RowT], Any] = attrgetter("user_id"),
        ends: Callable[[Exception], bool] = is_unreached,
    ) -> None:
        """
        `work` names the job in the log and in the metric of failures. `ends` says which errors end the round: by
        default those of an unreachable PostgreSQL.
        """
        self.work, self.key, self.ends = work, key, ends
        self.left: dict[Any, Exception] = {}
        """The error, by key, of those whose work could not be done."""

    async def do(self, rows: Sequence[RowT], at_once: int, use: Callable[[list[RowT]], Awaitable[None]]) -> None:
        """
        Call `use` with up to `at_once` rows at a time, in the order of the key. It should be a transaction of its own,
        with brief locks. Raises only an error that ends the round.
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
        Work on the rows that `find` finds, without the keys `without`, until it finds none. `serve` works on some rows
        in a transaction, and returns whether it changed anything: if not, their keys are skipped, too.
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
        """The rows in two parts without a common key; if all have the same key, leave it, and return none."""
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
            report_failure(self.work, error, f" for {key}")
