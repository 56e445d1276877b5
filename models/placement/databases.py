import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from datetime import datetime
from heapq import heapify, heappop, heapreplace
from typing import Any, TypeVar
from uuid import UUID

from models.claims import DatabaseRole
from models.connection import UNUSABLE
from models.database import Database, DatabaseUnusable, Transaction
from models.placement.arrivals import FORGET_AUDIT_NOTES, FORGET_WEBHOOKS
from models.placement.replica import Replica, ReplicaUnusable
from models.statement import BoundStatement, RowT
from models.tasks.task_changes import TaskEvents


class TransactionOfAll:
    """Transactions as `service_role`, one in each database, which see all users' rows."""

    def __init__(self, transactions: Sequence[Transaction]) -> None:
        self.transactions = transactions

    async def rows(self, statement: BoundStatement[RowT]) -> list[RowT]:
        """Run the statement in one database after the other, and return all rows."""
        return [row for one in self.transactions for row in await one.rows(statement)]

    async def merged(
        self, read: Callable[[Transaction], AsyncIterator[RowT]], key: Callable[[RowT], Any]
    ) -> AsyncIterator[RowT]:
        """Yield in the order of `key` the rows that `read` yields in this order for each transaction."""
        each = [read(one) for one in self.transactions]
        firsts = [(await anext(rows, None), number, rows) for number, rows in enumerate(each)]
        waiting = [(key(first), number, first, rows) for first, number, rows in firsts if first]
        heapify(waiting)
        while waiting:
            _, number, row, rows = waiting[0]
            yield row
            following = await anext(rows, None)
            if following:
                heapreplace(waiting, (key(following), number, following, rows))
            else:
                heappop(waiting)


logger = logging.getLogger(__name__)

FoundT = TypeVar("FoundT")
Merge = Callable[[list[RowT]], list[RowT]]
"""Combines the rows that several databases have found."""
ALL_TIMEOUT = 10.0
"""Seconds to wait for one of several databases when all of them are queried."""


class Databases(Database):
    """The data of all users, here in one database. `RoutedDatabases` stands for several."""

    parts: Sequence[Database]
    """Each database."""

    def __init__(self, url: str, *, replicas: Sequence[Replica] = (), **options: Any) -> None:
        """`replicas`: none, or one for each database, in their order, opened by the caller. Others as for `Pool`."""
        super().__init__(url, **options)
        self.parts, self.replicas = (self,), replicas
        self.events = TaskEvents()

    @property
    def common(self) -> Database:
        """The database that stores data without a user."""
        return self.parts[0]

    def owner_needed(self, user_id: UUID) -> UUID | None:
        """The user, if statements about their rows must name the owner to find the database; else None."""
        return None

    async def owners_of(self, task_ids: Sequence[UUID], asked_by: UUID) -> dict[UUID, UUID | None]:
        """By task, the owner that statements about it must name for a back end; None where no owner is needed."""
        return dict.fromkeys(task_ids)

    async def rows_by_id(
        self,
        statement: BoundStatement[RowT],
        user_id: UUID,
        at_most: int = 1,
        is_of_all: bool = False,
        role: DatabaseRole = "service_role",
    ) -> list[RowT]:
        """
        The rows, at most `at_most`, that a statement finds by ids alone, of any user. With `is_of_all`, each database
        may have that many, such as webhooks of all users.
        """
        return await self.rows(statement, user_id, role)

    async def rows_of_all(
        self, statement: BoundStatement[RowT], user_id: UUID, unreached: set[str], merge: Merge[RowT], *, now: bool
    ) -> list[RowT]:
        """
        The rows of all users that a read-only statement finds, as `service_role`. They may be a moment old, unless
        `now`. `merge` combines the rows of several databases, which are queried at once. Adds the names of databases
        that do not answer to `unreached`; raises an error when none answers.
        """
        asked = (self.rows_of_one(number, statement, user_id, now=now) for number in range(len(self.parts)))
        answers = await asyncio.gather(*asked, return_exceptions=True)
        found: list[RowT] = []
        failed: list[BaseException] = []
        for part, answer in zip(self.parts, answers, strict=True):
            if not isinstance(answer, BaseException):
                found += answer
            elif not self.is_unreached(answer):
                raise answer
            else:
                logger.warning("The database %s does not answer: %r", part.name, answer)
                failed.append(answer)
                if part is not self:
                    unreached.add(part.name)
        if len(failed) == len(answers):
            raise failed[0]
        return merge(found) if len(answers) > 1 else found

    async def rows_of_one(
        self, number: int, statement: BoundStatement[RowT], user_id: UUID, *, now: bool
    ) -> list[RowT]:
        """The rows that a read-only statement finds in the database of that number, or in its replica."""
        async with asyncio.timeout(ALL_TIMEOUT if len(self.parts) > 1 else None):
            if self.replicas and not now:
                with suppress(ReplicaUnusable):
                    return await self.replicas[number].rows(statement, user_id, "service_role")
            return await self.parts[number].rows(statement, user_id, "service_role")

    async def place_of(self, statement: BoundStatement[RowT], user_id: UUID) -> Database:
        """Where a statement finds a row, as `service_role`: a replica that has it by now, or else the database."""
        asked = (replica.rows(statement, user_id, "service_role") for replica in self.replicas)
        answers = await asyncio.gather(*asked, return_exceptions=True)
        for replica, found in zip(self.replicas, answers, strict=True):
            if isinstance(found, list) and found:
                return replica.database
        for part in self.parts:
            with suppress(*UNUSABLE):
                if part is self or await part.rows(statement, user_id, "service_role"):
                    return part
        return self

    @asynccontextmanager
    async def transaction_of_all(self, user_id: UUID) -> AsyncIterator[TransactionOfAll]:
        """A transaction in every database, as `service_role`: if one fails, none is committed."""
        async with AsyncExitStack() as stack:
            begun: list[Transaction] = []
            failed: dict[str, Exception] = {}
            for part in self.parts:
                with self.collecting(part, failed):
                    begun.append(await stack.enter_async_context(part.transaction(user_id, "service_role")))
            check(failed)
            yield TransactionOfAll(begun)

    async def one_by_one(self, use: Callable[[Database], Awaitable[FoundT]]) -> list[FoundT]:
        """
        Return what `use` returns for each database in turn. Then raises DatabaseUnusable if one of several failed.
        """
        failed: dict[str, Exception] = {}
        found: list[FoundT] = []
        for part in self.parts:
            with self.collecting(part, failed):
                found.append(await use(part))
        check(failed)
        return found

    async def found_in_each(
        self, user_id: UUID, find: Callable[[Transaction], AsyncIterator[FoundT]]
    ) -> AsyncIterator[FoundT]:
        """Yield, like `one_by_one`, what `find` yields for a transaction as `service_role` in each database."""
        failed: dict[str, Exception] = {}
        for part in self.parts:
            with self.collecting(part, failed):
                async with part.transaction(user_id, "service_role") as transaction:
                    async for found in find(transaction):
                        yield found
        check(failed)

    @contextmanager
    def collecting(self, part: Database, failed: dict[str, Exception]) -> Iterator[None]:
        """Record the error of an unusable database, by its name, if there are several; raise that of the only one."""
        try:
            yield
        except UNUSABLE as error:
            if part is self:
                raise
            failed[part.name] = error

    async def forget_erased(self, user_id: UUID, erasure_id: UUID, before: datetime | None) -> None:
        """
        Delete, in every database, an erased user's webhooks, deliveries about the user, and the audit's notes on them,
        from before that time; None: all. Raises an error when a database cannot be used.
        """
        for part in self.parts:
            async with part.transaction(user_id, "service_role") as transaction:
                await transaction.rows(FORGET_WEBHOOKS.bind(user_id=user_id, erasure_id=erasure_id, before=before))
                await transaction.rows(FORGET_AUDIT_NOTES.bind(user_id=user_id, before=before))

    async def forget_remains(self, user_id: UUID, erasure_id: UUID) -> None:
        """Delete what the erasure of a user has left in other databases: with one database, nothing."""


def check(failed: dict[str, Exception]) -> None:
    """Raise DatabaseUnusable if any database has failed."""
    if failed:
        raise DatabaseUnusable(failed)
