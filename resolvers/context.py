import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Self, TypeVar
from uuid import UUID, uuid4

import strawberry
from asyncpg import DeadlockDetectedError, LockNotAvailableError, SerializationError
from strawberry.dataloader import DataLoader

from models.connection import UNREACHED
from models.database import Database
from models.placement.everywhere import found_anywhere
from models.statement import BoundStatement, RowT
from models.tasks.task_owners import find_owners
from models.transaction import Transaction
from resolvers.access import Caller, Role
from resolvers.exceptions import DatabaseUnavailable, Undone
from resolvers.replica import Replica, ReplicaUnusable
from storage.objects import Storage

logger = logging.getLogger(__name__)

KeyT = TypeVar("KeyT")
FoundT = TypeVar("FoundT")

PATIENCE = 10.0
"""Seconds for which one of several databases is waited for by those who ask all."""
UNANSWERED = (*UNREACHED, TimeoutError)


class Answering:
    """
    A context, DatabaseUnavailable when one of several databases does not answer in it, or the user is being moved to
    another: others are answered, so it is no fault of the server. Undone when PostgreSQL has ended a transaction for
    the sake of others. It stands around each statement of a user, so it is no generator, which takes three times as
    long.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (DeadlockDetectedError, SerializationError)):
            logger.warning("PostgreSQL has undone a transaction: %r", error)
            raise Undone from error
        if self.database.route and isinstance(error, (*UNREACHED, LockNotAvailableError)):
            logger.warning("A database does not answer: %r", error)
            raise DatabaseUnavailable from error


@dataclass(eq=False, slots=True)
class Context:
    """
    What every resolver is given: who calls and from where, and the database and storage of this process. Nobody changes
    it; to have that checked (`frozen`) took longer than all else about it.
    """

    caller: Caller
    database: Database
    storage: Storage
    origin: Callable[[], str] = str
    """Tells by what scheme and host the caller has reached this server, such as `https://history.example.com`."""
    request_id: str = field(default_factory=lambda: uuid4().hex)
    """By which the caller and the log name what is executed."""
    codes: set[str] = field(default_factory=set)
    """Of the errors that mutations tell in their payloads."""
    replicas: Sequence[Replica] = ()
    """Of the database or, in their order, of each of several; none where there are none."""
    unreached: set[str] = field(default_factory=set)
    """The databases, of several, that did not answer what was asked of all."""
    is_of_all: bool = False
    """Whether what is read is an administrator's: of all databases, and a moment old at most. No user's is."""
    subject: UUID | None = None
    """Whose rows this is about, where they are others than the caller's own."""
    contexts: dict[UUID, Self] = field(default_factory=dict, init=False, repr=False)
    loaders: dict[object, DataLoader[Any, Any]] = field(default_factory=dict, init=False, repr=False)

    def load(self, find: "Callable[[Context, list[KeyT]], Awaitable[list[FoundT]]]", key: KeyT) -> Awaitable[FoundT]:
        """
        What `find` has for the key. It is asked once for all keys that are waited for at the same moment: for the 50
        tasks of a page, once. Nothing is remembered.
        """
        loader = self.loaders.get(find)
        if loader is None:
            loader = self.loaders[find] = DataLoader(partial(find, self), cache=False)
        return loader.load(key)

    @property
    def owner(self) -> UUID | None:
        """The user whose rows statements are to name; None: of whoever's the id is, in the only database."""
        return self.caller.owner or self.subject

    def of(self, user_id: UUID) -> Self:
        """The context of what the caller does to this user's rows, which of several databases only one has."""
        if not self.database.route or user_id == self.owner:
            return self
        if user_id not in self.contexts:
            self.contexts[user_id] = replace(self, subject=user_id)
        return self.contexts[user_id]

    async def of_task(self, task_id: UUID) -> Self:
        """The same, of the user whose task it is; it costs something where a back end names one of many users."""
        if not self.database.route or self.owner:
            return self
        owners = await self.owners_of([task_id])
        return self.of(owners.get(task_id, self.caller.id))

    async def owners_of(self, task_ids: Sequence[UUID]) -> dict[UUID, UUID]:
        """The users whose tasks these are, by task, wherever they lie; none of one that there is not."""
        with Answering(self.database):
            return await find_owners(self.database, task_ids, self.caller.id)

    def as_service(self) -> Self:
        """The context of what the caller, who may, does to others' rows."""
        return replace(self, caller=replace(self.caller, role=Role.SERVICE))

    def as_administrator(self) -> Self:
        """The context of what an administrator, who is one, reads of all users."""
        return replace(self.as_service(), is_of_all=True)

    @property
    def is_of_several(self) -> bool:
        """Whether what is read comes from several databases, and is to be put together."""
        return self.is_of_all and len(self.database.parts) > 1

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """A transaction that sees and changes what the caller may."""
        caller, owner = self.caller, self.subject
        with Answering(self.database):
            async with self.database.transaction(caller.id, caller.database_role, owner=owner) as transaction:
                yield transaction

    async def rows(self, statement: BoundStatement[RowT]) -> list[RowT]:
        """
        What a statement that only reads finds of what the caller may see. As an administrator it is what each of
        several databases finds, one after the other; whoever asks puts it together.
        """
        if self.is_of_all:
            return await self.rows_of_all(statement)
        with Answering(self.database):
            return await self.database.rows(statement, self.caller.id, self.caller.database_role, self.subject)

    async def rows_of_all(self, statement: BoundStatement[RowT], *, now: bool = False) -> list[RowT]:
        """
        The same of all databases at once, a moment old at most, or as they are `now`. Of those that do not answer, the
        answer's errors will tell.
        """
        parts = self.database.parts
        asked = (self.rows_of_one(part, statement, now=now) for part in range(len(parts)))
        answers = await asyncio.gather(*asked, return_exceptions=True)
        found: list[RowT] = []
        for part, answer in zip(parts, answers, strict=True):
            if isinstance(answer, list):
                found += answer
            elif isinstance(answer, UNANSWERED) and len(parts) > 1:
                logger.warning("The database %s does not answer: %r", part.name, answer)
                self.unreached.add(part.name)
            elif isinstance(answer, BaseException):
                raise answer
        if all(isinstance(answer, BaseException) for answer in answers):
            raise DatabaseUnavailable
        return found

    async def rows_of_one(self, part: int, statement: BoundStatement[RowT], *, now: bool) -> list[RowT]:
        """The same of the database in that place, or of its replica."""
        caller = self.caller
        async with asyncio.timeout(PATIENCE if len(self.database.parts) > 1 else None):
            if self.replicas and not now:
                with suppress(ReplicaUnusable):
                    return await self.replicas[part].rows(statement, caller.id, caller.database_role)
            return await self.database.parts[part].rows(statement, caller.id, caller.database_role)

    async def rows_anywhere(self, statement: BoundStatement[RowT], at_most: float) -> list[RowT]:
        """What a statement that names ids alone finds, which for a back end may lie in any database."""
        if not self.database.route or self.owner:
            return await self.rows(statement)
        with Answering(self.database):
            return await found_anywhere(self.database, statement, self.caller.id, at_most)

    async def row(self, statement: BoundStatement[RowT]) -> RowT | None:
        """The first of these; None when there is none."""
        return next(iter(await self.rows(statement)), None)


@dataclass
class Info(strawberry.Info[Context, None]):
    columns: frozenset[str] | None = None
    """The attributes that are read of what the field returns, and of what that holds; None: any of them."""
