from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from typing import Self

import strawberry

from models.database import Database, Transaction
from models.statement import BoundStatement, RowT
from resolvers.access import Caller, Role
from storage.objects import Storage


@dataclass(frozen=True, slots=True)
class Context:
    """What every resolver is given: who calls, and the database and storage of this process."""

    caller: Caller
    database: Database
    storage: Storage

    def as_service(self) -> Self:
        """The context of what the caller, who may, does to others' rows."""
        return replace(self, caller=replace(self.caller, role=Role.SERVICE))

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """A transaction that sees and changes what the caller may."""
        return self.database.transaction(self.caller.id, self.caller.database_role)

    async def rows(self, statement: BoundStatement[RowT]) -> list[RowT]:
        """What a statement that only reads finds of what the caller may see."""
        return await self.database.rows(statement, self.caller.id, self.caller.database_role)


@dataclass
class Info(strawberry.Info[Context, None]):
    columns: frozenset[str] | None = None
    """The attributes that are read of what the field returns, and of what that holds; None: any of them."""
