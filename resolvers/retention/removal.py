from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from models.administration.audit_record import AuditAction
from models.administration.audit_statements import audit
from models.administration.integrity import WITHOUT_HURRY
from models.credits.credit_statements import LOCK_ACCOUNTS
from models.database import Database
from models.retention.aged_tasks import COUNT, FIND, LOCK, REMOVE, TURN, Part

BATCH = 200
"""Tasks that are changed in one transaction: whoever writes to one of their users meanwhile waits for its end."""


@dataclass(frozen=True, slots=True)
class Removal:
    """
    What is removed from tasks of any user because of their age. `user_id` is who does it in the database, `actor_id`
    who the audit says has: None for the clean-up. Whether they may is for the caller to check.
    """

    database: Database
    user_id: UUID
    actor_id: UUID | None

    async def count(self, kind: Part | None, **values: object) -> int:
        """How many tasks there are of COUNT's `kind`. Reads all tasks of such users."""
        async with self.database.transaction(self.user_id, "service_role") as transaction:
            await transaction.connection.execute(WITHOUT_HURRY)
            [counted] = await transaction.rows(COUNT[kind].bind(**values))
        return counted.tasks

    async def find(self, kind: Part | None, **values: object) -> list[UUID]:
        """Some of FIND's `kind`, as many as are held at a time."""
        async with self.database.transaction(self.user_id, "service_role") as transaction:
            await transaction.connection.execute(WITHOUT_HURRY)
            return [task.id for task in await transaction.rows(FIND[kind].bind(**values))]

    async def remove(self, part: Part, ids: list[UUID], detail: str) -> AsyncIterator[int]:
        """
        Removes the part from the tasks, a batch at a time: yields, of each, from how many. A task that someone changes
        at the moment is left as it is. `detail` is what the audit says of it.
        """
        for start in range(0, len(ids), BATCH):
            yield await self.remove_batch(part, ids[start : start + BATCH], detail)

    async def remove_batch(self, part: Part, ids: list[UUID], detail: str) -> int:
        async with self.database.transaction(self.user_id, "service_role") as transaction:
            await transaction.rows(TURN.bind())
            locked = [task.id for task in await transaction.rows(LOCK[part].bind(ids=ids))]
            if not locked:
                return 0
            if part is Part.TASK:  # which gives back what is held for those that have not ended
                await transaction.rows(LOCK_ACCOUNTS.bind(task_ids=locked))
            await transaction.rows(REMOVE[part].bind(ids=locked))
            entry = audit(AuditAction.PURGE, actor_id=self.actor_id, user_id=None, count=len(locked), detail=detail)
            await transaction.rows(entry)
        return len(locked)
