from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

import strawberry
from sqlalchemy.ext.asyncio import AsyncConnection

from models.database import Database, DatabaseRole
from resolvers.viewer import Role, Viewer
from storage.storage import Storage


@dataclass(frozen=True, slots=True)
class Context:
    viewer: Viewer
    database: Database
    storage: Storage

    @property
    def owner(self) -> UUID | None:
        """Whose tasks the caller may act on; None: anyone's."""
        return None if self.viewer.role is Role.SERVICE else self.viewer.id

    def transaction(self) -> AbstractAsyncContextManager[AsyncConnection]:
        role: DatabaseRole = "service_role" if self.viewer.role is Role.SERVICE else "authenticated"
        return self.database.transaction(self.viewer.id, role)


Info: TypeAlias = strawberry.Info[Context, None]
