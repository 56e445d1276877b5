from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from models.database import Database
from models.erasure.erasure_record import COMPLETE, NEEDED, OPEN_ERASURES, OpenErasure
from models.images.removal_hold import may_remove
from models.placement.databases import Databases
from resolvers.limits.apart import briefly
from storage.images.keys import PREFIXES
from storage.objects import Storage

KEYS_BATCH = 1_000
"""Keys that are held in memory, and looked up, at a time."""


@dataclass(frozen=True, slots=True)
class EmptyStorage:
    """
    Removes the stored objects of erased users, and completes an erasure once none is left and none can arrive.
    Statements run as `user_id`. `everywhere` is all stored data; a part may have been down during the erasure.
    """

    database: Database
    storage: Storage
    user_id: UUID
    everywhere: Databases

    async def open_erasures(self, without: Sequence[UUID] = ()) -> list[OpenErasure]:
        """Up to 100 erasures that are not complete, except those `without`, the oldest first."""
        return await self.database.rows(OPEN_ERASURES.bind(without=without), self.user_id, "service_role")

    async def empty(self, erasure: OpenErasure) -> None:
        """
        Remove the objects of an erased user, unless a backup holds them; complete the erasure if there were none.
        Objects of tasks and uploads since the user came back stay.
        """
        is_empty = True
        async for keys in self.stored(erasure.user_id):
            retained = await self.database.rows(
                NEEDED.bind(user_id=erasure.user_id, keys=keys), self.user_id, "service_role"
            )
            left = sorted({*keys} - {one.key for one in retained})
            if left and await may_remove(self.database):
                await self.storage.remove(left)
            is_empty = is_empty and not left
        if is_empty and erasure.is_quiet:
            await self.everywhere.forget_erased(erasure.user_id, erasure.id, erasure.requested_at)
            async with briefly(self.database, self.user_id) as transaction:
                await transaction.rows(COMPLETE.bind(id=erasure.id))

    async def stored(self, owner: UUID) -> AsyncIterator[list[str]]:
        """The keys of all stored objects of the owner, up to KEYS_BATCH at a time."""
        keys: list[str] = []
        for prefix in PREFIXES:
            async for item in self.storage.objects(f"{prefix}{owner}/"):
                keys.append(item.key)
                if len(keys) == KEYS_BATCH:
                    yield keys
                    keys = []
        if keys:
            yield keys
