from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import strawberry

from models.database import Database, DatabaseRole, Transaction
from models.statement import Statement
from resolvers.access import Role, Viewer
from storage.objects import Storage


@dataclass(frozen=True, slots=True)
class Context:
    viewer: Viewer
    database: Database
    storage: Storage

    @property
    def owner(self) -> UUID | None:
        """Whose tasks the caller may act on; None: anyone's."""
        return None if self.viewer.role is Role.SERVICE else self.viewer.id

    @property
    def database_role(self) -> DatabaseRole:
        return "service_role" if self.viewer.role is Role.SERVICE else "authenticated"

    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        return self.database.transaction(self.viewer.id, self.database_role)

    async def rows(self, statement: Statement, values: Mapping[str, Any]) -> list[Any]:
        return await self.database.rows(statement, values, self.viewer.id, self.database_role)


@dataclass
class Info(strawberry.Info[Context, None]):
    columns: frozenset[str] | None = None
    """The attributes that are read of what the field returns, and of what that holds; None: any of them."""
