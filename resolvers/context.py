import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Self, TypeVar
from uuid import UUID, uuid4

import strawberry
from strawberry.dataloader import DataLoader

from models.connection import UNREACHED
from models.database import Database, Transaction
from models.everywhere import found_anywhere
from models.statement import BoundStatement, RowT
from models.tasks.task_owners import find_owners
from resolvers.access import Caller, Role
from resolvers.exceptions import DatabaseUnavailable
from resolvers.replica import Replica, ReplicaUnusable
from storage.objects import Storage

logger = logging.getLogger(__name__)

KeyT = TypeVar("KeyT")
FoundT = TypeVar("FoundT")


@contextmanager
def answering(database: Database) -> Iterator[None]:
    """DatabaseUnavailable when one of several databases does not answer: others do, so it is no fault of the server."""
    try:
        yield
    except UNREACHED as error:
        if not database.route:
            raise
        logger.warning("A database does not answer: %r", error)
        raise DatabaseUnavailable from error


@dataclass(frozen=True, slots=True)
class Context:
    """What every resolver is given: who calls and from where, and the database and storage of this process."""

    caller: Caller
    database: Database
    storage: Storage
    origin: str = ""
    """By what scheme and host the caller has reached this server, such as `https://history.example.com`."""
    request_id: str = field(default_factory=lambda: uuid4().hex)
    """By which the caller and the log name what is executed."""
    codes: set[str] = field(default_factory=set)
    """Of the errors that mutations tell in their payloads."""
    replica: Replica | None = None
    """Of the database, where there is one."""
    may_be_old: bool = False
    """Whether what is read may be a moment old, so that the replica may be asked. What a user reads never is."""
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
        with answering(self.database):
            return await find_owners(self.database, task_ids, self.caller.id)

    def as_service(self) -> Self:
        """The context of what the caller, who may, does to others' rows."""
        return replace(self, caller=replace(self.caller, role=Role.SERVICE))

    def as_administrator(self) -> Self:
        """The context of what an administrator, who is one, reads of all users."""
        return replace(self.as_service(), may_be_old=True)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """A transaction that sees and changes what the caller may."""
        caller, owner = self.caller, self.subject
        with answering(self.database):
            async with self.database.transaction(caller.id, caller.database_role, owner=owner) as transaction:
                yield transaction

    async def rows(self, statement: BoundStatement[RowT]) -> list[RowT]:
        """What a statement that only reads finds of what the caller may see."""
        caller = self.caller
        if self.replica and self.may_be_old:
            with suppress(ReplicaUnusable):
                return await self.replica.rows(statement, caller.id, caller.database_role)
        with answering(self.database):
            return await self.database.rows(statement, caller.id, caller.database_role, self.subject)

    async def rows_anywhere(self, statement: BoundStatement[RowT], at_most: float) -> list[RowT]:
        """What a statement that names ids alone finds, which for a back end may lie in any database."""
        if not self.database.route or self.owner:
            return await self.rows(statement)
        with answering(self.database):
            return await found_anywhere(self.database, statement, self.caller.id, at_most)

    async def row(self, statement: BoundStatement[RowT]) -> RowT | None:
        """The first of these; None when there is none."""
        return next(iter(await self.rows(statement)), None)


@dataclass
class Info(strawberry.Info[Context, None]):
    columns: frozenset[str] | None = None
    """The attributes that are read of what the field returns, and of what that holds; None: any of them."""
