from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from uuid import UUID

from models.administration.audit_record import AuditAction, audit
from models.administration.integrity import NO_STATEMENT_TIMEOUT
from models.credits.credit_statements import LOCK_ACCOUNTS
from models.database import Database
from models.keyset_list import RowCount
from models.retention.aged_tasks import FIND, LOCK, REMOVE, TURN, FoundTask, Part
from models.statement import Statement
from resolvers.limits.apart import BRIEF_LOCKS, Apart

BATCH = 200
"""Tasks that are changed in one transaction. Others who write to the same users wait until it ends."""


@dataclass(frozen=True, slots=True)
class Removal:
    """
    Removes tasks of any user, or parts of them, because of their age. Statements run as `user_id`; the audit names
    `actor_id`, None for the clean-up. The right to do this must have been checked.
    """

    database: Database
    user_id: UUID
    actor_id: UUID | None

    async def count(self, counting: Statement[RowCount], **values: object) -> int:
        """How many tasks the statement counts. Reads all tasks of the users concerned."""
        async with self.database.transaction(self.user_id, "service_role") as transaction:
            await transaction.execute(NO_STATEMENT_TIMEOUT)
            [counted] = await transaction.rows(counting.bind(**values))
        return counted.rows

    async def find(self, kind: Part | None, without: Collection[UUID] = (), **values: object) -> list[FoundTask]:
        """Tasks of this kind, except those of users `without`: as many as FIND finds at a time."""
        async with self.database.transaction(self.user_id, "service_role") as transaction:
            await transaction.execute(NO_STATEMENT_TIMEOUT)
            return await transaction.rows(FIND[kind].bind(without=[*without], **values))

    async def remove(
        self, part: Part, found: list[FoundTask], detail: str, apart: Apart[FoundTask]
    ) -> AsyncIterator[int]:
        """
        Remove the part from the tasks, in batches, and yield from how many tasks of each batch it was removed. A task
        that is locked, or was starred since, is skipped; `apart` leaves a user whose tasks cannot be changed. `detail`
        goes into the audit.
        """
        found.sort(key=apart.key)
        for start in range(0, len(found), BATCH):
            removed: list[int] = []

            async def remove_some(tasks: list[FoundTask], removed: list[int] = removed) -> None:
                removed.append(await self.remove_batch(part, tasks, detail))

            await apart.do(found[start : start + BATCH], BATCH, remove_some)
            yield sum(removed)

    async def remove_batch(self, part: Part, found: list[FoundTask], detail: str) -> int:
        """Remove the part from these tasks in one transaction; return from how many."""
        async with self.database.transaction(self.user_id, "service_role") as transaction:
            await transaction.rows(TURN.bind())
            await transaction.execute(BRIEF_LOCKS)
            lock = LOCK[part].bind(ids=[task.id for task in found], found_at=found[0].found_at)
            locked = [task.id for task in await transaction.rows(lock)]
            if not locked:
                return 0
            if part is Part.TASK:  # removing tasks that have not ended releases the credits held for them
                await transaction.rows(LOCK_ACCOUNTS.bind(task_ids=locked))
            await transaction.rows(REMOVE[part].bind(ids=locked))
            entry = audit(AuditAction.PURGE, actor_id=self.actor_id, user_id=None, count=len(locked), detail=detail)
            await transaction.rows(entry)
        return len(locked)
