from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from models.database import Database
from models.erasure.erasure_statements import COMPLETE, KEPT, OPEN_ERASURES, OpenErasure
from models.images.removal_hold import may_remove
from storage.keys import PREFIXES
from storage.objects import Storage

AT_ONCE = 1_000
"""Objects that are held, and looked up, at a time."""


@dataclass(frozen=True, slots=True)
class EmptyStorage:
    """
    Looks into storage under the prefix of those who were erased, whatever jobs are to remove from there, and has an
    erasure completed once nothing is left and nothing can come any more. `user_id` is who does it in the database.
    """

    database: Database
    storage: Storage
    user_id: UUID

    async def open_erasures(self) -> list[OpenErasure]:
        return await self.database.rows(OPEN_ERASURES.bind(), self.user_id, "service_role")

    async def look(self, erasure: OpenErasure) -> None:
        """Remove what is still there, or came since, unless a backup holds it; complete the erasure if nothing was."""
        is_empty = True
        async for keys in self.stored(erasure.user_id):
            kept = await self.database.rows(KEPT.bind(user_id=erasure.user_id, keys=keys), self.user_id, "service_role")
            left = sorted({*keys} - {one.key for one in kept})
            if left and await may_remove(self.database):
                await self.storage.remove(left)
            is_empty = is_empty and not left
        if is_empty and erasure.is_quiet:
            async with self.database.transaction(self.user_id, "service_role") as transaction:
                await transaction.rows(COMPLETE.bind(id=erasure.id))

    async def stored(self, owner: UUID) -> AsyncIterator[list[str]]:
        """The keys of all that storage holds of the owner's, some at a time."""
        keys: list[str] = []
        for prefix in PREFIXES:
            async for item in self.storage.objects(f"{prefix}{owner}/"):
                keys.append(item.key)
                if len(keys) == AT_ONCE:
                    yield keys
                    keys = []
        if keys:
            yield keys
