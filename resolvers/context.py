from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Self, TypeVar
from uuid import uuid4

import strawberry
from strawberry.dataloader import DataLoader

from models.database import Database, Transaction
from models.statement import BoundStatement, RowT
from resolvers.access import Caller, Role
from resolvers.replica import Replica, ReplicaUnusable
from storage.objects import Storage

KeyT = TypeVar("KeyT")
FoundT = TypeVar("FoundT")


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

    def as_service(self) -> Self:
        """The context of what the caller, who may, does to others' rows."""
        return replace(self, caller=replace(self.caller, role=Role.SERVICE))

    def as_administrator(self) -> Self:
        """The context of what an administrator, who is one, reads of all users."""
        return replace(self.as_service(), may_be_old=True)

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """A transaction that sees and changes what the caller may."""
        return self.database.transaction(self.caller.id, self.caller.database_role)

    async def rows(self, statement: BoundStatement[RowT]) -> list[RowT]:
        """What a statement that only reads finds of what the caller may see."""
        caller = self.caller
        if self.replica and self.may_be_old:
            with suppress(ReplicaUnusable):
                return await self.replica.rows(statement, caller.id, caller.database_role)
        return await self.database.rows(statement, caller.id, caller.database_role)

    async def row(self, statement: BoundStatement[RowT]) -> RowT | None:
        """The first of these; None when there is none."""
        return next(iter(await self.rows(statement)), None)


@dataclass
class Info(strawberry.Info[Context, None]):
    columns: frozenset[str] | None = None
    """The attributes that are read of what the field returns, and of what that holds; None: any of them."""
