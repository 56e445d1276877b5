import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from ipaddress import IPv4Network, IPv6Network
from typing import Any, Self, TypeVar
from uuid import UUID, uuid4

import strawberry
from asyncpg import DeadlockDetectedError, LockNotAvailableError, SerializationError, TooManyConnectionsError
from strawberry.dataloader import DataLoader

from models.connection import UNREACHED
from models.database import Database
from models.placement.everywhere import found_anywhere
from models.statement import BoundStatement, RowT
from models.tasks.task_owners import find_owners
from models.transaction import Transaction
from resolvers.access import Caller, Role
from resolvers.exceptions import Busy, DatabaseUnavailable, Undone
from resolvers.replica import Replica, ReplicaUnusable
from storage.objects import Storage

logger = logging.getLogger(__name__)

KeyT = TypeVar("KeyT")
FoundT = TypeVar("FoundT")

PATIENCE = 10.0
"""Seconds to wait for one of several databases when all of them are asked."""


def is_unreached(error: object) -> bool:
    """
    Return whether the error, one of UNREACHED, says that a database does not answer, or has no connection left: those
    of asyncpg that are ValueErrors, too, say that a value is wrong.
    """
    return isinstance(error, (TooManyConnectionsError, *UNREACHED)) and not isinstance(error, ValueError)


class FailuresAsRefusals:
    """
    A context manager around statements that turns failures which are no fault of the server into refusals:
    Busy when no connection is free; DatabaseUnavailable when the database does not answer, or the user is being moved
    to another; Undone when PostgreSQL has rolled back a transaction in favour of others. Each statement of a user runs
    in one, so it is a class: a generator takes three times as long.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (DeadlockDetectedError, SerializationError)):
            logger.warning("PostgreSQL has undone a transaction: %r", error)
            raise Undone from error
        if isinstance(error, TooManyConnectionsError):
            logger.warning("No connection is free: %r", error)
            raise Busy("connection to the database") from error
        is_moved = self.database.route and isinstance(error, LockNotAvailableError)
        if is_moved or is_unreached(error):
            logger.warning("A database does not answer: %r", error)
            raise DatabaseUnavailable from error


@dataclass(eq=False, slots=True)
class Context:
    """
    What every resolver is given: the caller, and the database and storage of this process. Treat it as immutable; it is
    not `frozen`, since that takes longer than all else about making one.
    """

    caller: Caller
    database: Database
    storage: Storage
    origin: Callable[[], str] = str
    """Returns the scheme and host by which the caller has reached this server, as `https://history.example.com`."""
    request_id: str = field(default_factory=lambda: uuid4().hex)
    """Identifies the request to the caller and in the log."""
    codes: set[str] = field(default_factory=set)
    """The codes of the errors in the payloads of mutations, for the metrics."""
    replicas: Sequence[Replica] = ()
    """The replica of the database or, in their order, of each of several databases; empty where there are none."""
    unreached: set[str] = field(default_factory=set)
    """The names of those databases, of several, that did not answer when all of them were asked."""
    webhook_networks: Sequence[IPv4Network | IPv6Network] = ()
    """The networks to which webhooks may send in addition to public addresses."""
    is_of_all: bool = False
    """Whether an administrator reads: from all databases, and from replicas that are a moment old at most."""
    subject: UUID | None = None
    """The user whose rows statements are about, when that is not the caller."""
    contexts: dict[object, Self] = field(default_factory=dict, init=False, repr=False)
    loaders: dict[object, DataLoader[Any, Any]] = field(default_factory=dict, init=False, repr=False)

    def load(self, find: "Callable[[Context, list[KeyT]], Awaitable[list[FoundT]]]", key: KeyT) -> Awaitable[FoundT]:
        """
        What `find` returns for the key. It is called once for all keys that are awaited at the same moment: for the 50
        tasks of a page, once. Nothing is cached.
        """
        loader = self.loaders.get(find)
        if loader is None:
            loader = self.loaders[find] = DataLoader(partial(find, self), cache=False)
        return loader.load(key)

    @property
    def owner(self) -> UUID | None:
        """The user to whom statements are restricted; None when an id alone is to find the row, whoever's it is."""
        return self.caller.owner or self.subject

    def of(self, user_id: UUID) -> Self:
        """The context for what the caller does to this user's rows, which only one of several databases has."""
        if not self.database.route or user_id == self.owner:
            return self
        if user_id not in self.contexts:
            self.contexts[user_id] = replace(self, subject=user_id)
        return self.contexts[user_id]

    def of_other(self, user_id: UUID) -> Self:
        """The one context for what an administrator reads of the user's rows. The role must have been checked."""
        key = ("other", user_id)
        if key not in self.contexts:
            self.contexts[key] = replace(self.as_service(), subject=user_id)
        return self.contexts[key]

    async def of_task(self, task_id: UUID) -> Self:
        """
        The context for what the caller does to this task. Takes a statement on each of several databases when a back
        end names the task, and otherwise none.
        """
        if not self.database.route or self.owner:
            return self
        owners = await self.owners_of([task_id])
        return self.of(owners.get(task_id, self.caller.id))

    async def owners_of(self, task_ids: Sequence[UUID]) -> dict[UUID, UUID]:
        """The owners of the tasks, by task, in whichever database they are; without tasks that do not exist."""
        with FailuresAsRefusals(self.database):
            return await find_owners(self.database, task_ids, self.caller.id)

    def as_service(self) -> Self:
        """The context for what the caller does to others' rows. The caller's right to do so must have been checked."""
        return replace(self, caller=replace(self.caller, role=Role.SERVICE))

    def as_administrator(self) -> Self:
        """The context for what an administrator reads of all users. The role must have been checked."""
        return replace(self.as_service(), is_of_all=True)

    @property
    def is_of_several(self) -> bool:
        """Whether rows come from several databases, so that the caller of `rows` has to merge them."""
        return self.is_of_all and len(self.database.parts) > 1

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """A transaction that sees and changes what the caller may see and change."""
        caller, owner = self.caller, self.subject
        with FailuresAsRefusals(self.database):
            async with self.database.transaction(caller.id, caller.database_role, owner=owner) as transaction:
                yield transaction

    async def rows(self, statement: BoundStatement[RowT]) -> list[RowT]:
        """
        The rows that a read-only statement finds among those that the caller may see. In an administrator's context
        these are the rows of each of several databases, one database after the other, which are still to be merged.
        """
        if self.is_of_all:
            return await self.rows_of_all(statement)
        with FailuresAsRefusals(self.database):
            return await self.database.rows(statement, self.caller.id, self.caller.database_role, self.subject)

    async def rows_of_all(self, statement: BoundStatement[RowT], *, now: bool = False) -> list[RowT]:
        """
        The rows that a read-only statement finds in all databases, which are asked at once: a moment old at most, or
        with `now` as they are. Databases that do not answer are added to `unreached`, for the answer's errors; when
        none does, DatabaseUnavailable is raised.
        """
        parts = self.database.parts
        asked = (self.rows_of_one(part, statement, now=now) for part in range(len(parts)))
        answers = await asyncio.gather(*asked, return_exceptions=True)
        found: list[RowT] = []
        for part, answer in zip(parts, answers, strict=True):
            if isinstance(answer, list):
                found += answer
            elif is_unreached(answer):
                logger.warning("The database %s does not answer: %r", part.name, answer)
                if len(parts) > 1:
                    self.unreached.add(part.name)
            elif isinstance(answer, BaseException):
                raise answer
        if all(isinstance(answer, BaseException) for answer in answers):
            raise DatabaseUnavailable
        return found

    async def rows_of_one(self, part: int, statement: BoundStatement[RowT], *, now: bool) -> list[RowT]:
        """The rows that a read-only statement finds in the database of that index, or in its replica."""
        caller = self.caller
        async with asyncio.timeout(PATIENCE if len(self.database.parts) > 1 else None):
            if self.replicas and not now:
                with suppress(ReplicaUnusable):
                    return await self.replicas[part].rows(statement, caller.id, caller.database_role)
            return await self.database.parts[part].rows(statement, caller.id, caller.database_role)

    async def rows_anywhere(self, statement: BoundStatement[RowT], at_most: float) -> list[RowT]:
        """The rows, at most so many, that a read-only statement finds by ids alone: for a back end, in any database."""
        if not self.database.route or self.owner:
            return await self.rows(statement)
        with FailuresAsRefusals(self.database):
            return await found_anywhere(self.database, statement, self.caller.id, at_most)

    async def row(self, statement: BoundStatement[RowT]) -> RowT | None:
        """The first row that a read-only statement finds; None when there is none."""
        return next(iter(await self.rows(statement)), None)


@dataclass
class Info(strawberry.Info[Context, None]):
    columns: frozenset[str] | None = None
    """The attributes that are read of the rows that the field returns, and of what is within them; None for all."""
