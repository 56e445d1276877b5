"""Compares records with stored objects, and totals and credits with records, in bounded memory."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import NamedTuple, TypeAlias
from uuid import UUID

from models.administration.integrity import (
    RECORDED_NOW,
    DriftedCredits,
    DriftedStatistics,
    TaskObjectRow,
    UnownedObject,
    drifted_credits,
    drifted_statistics,
    overdue_removals,
    recorded_objects,
    unowned_objects,
)
from models.database import DatabaseUnusable
from models.placement.databases import Databases, TransactionOfAll
from resolvers.context import Context, refusing
from resolvers.exceptions import DatabaseUnavailable
from resolvers.images.answering_storage import answering_storage
from storage.failures import ObjectNotFound
from storage.images.keys import PREFIXES, copy_keys, task_id_in
from storage.objects import Storage
from storage.stored_object import StoredObject

FINDINGS_BATCH = 1_000
"""Findings that are held in memory, and looked up again, at a time."""
MAX_LOOKUPS = 10
"""Concurrent requests to storage: few, so that storage can answer others meanwhile."""


class MissingObject(NamedTuple):
    """An object that a task names and storage does not hold."""

    key: str
    task_id: UUID


class DamagedObject(NamedTuple):
    """An object whose size in storage differs from the size its task records."""

    key: str
    task_id: UUID | None


class OrphanedObject(NamedTuple):
    """An object in storage that no task names, no upload claims and no job is to remove."""

    key: str
    modified_at: datetime

    @property
    def task_id(self) -> UUID | None:
        """The task that may name the object by now; None if its key contains no task's id."""
        return task_id_in(self.key)


ObjectFinding: TypeAlias = MissingObject | DamagedObject | OrphanedObject
Finding: TypeAlias = ObjectFinding | DriftedStatistics | DriftedCredits | UnownedObject


KINDS: dict[type[Finding], str] = {
    MissingObject: "missing_objects",
    DamagedObject: "damaged_objects",
    OrphanedObject: "orphaned_objects",
    DriftedStatistics: "drifted_statistics",
    DriftedCredits: "drifted_credits",
    UnownedObject: "unowned_objects",
}


class IntegrityFindings:
    """The number of findings of each kind, and of `overdue_removals`, which are not a `Finding`."""

    def __init__(self) -> None:
        self.checked_at = datetime.now(UTC)
        self.numbers = dict.fromkeys((*KINDS.values(), "overdue_removals"), 0)

    def count(self, finding: Finding) -> None:
        """Count a finding by its kind: statistics once for each period that drifted, any other once."""
        self.numbers[KINDS[type(finding)]] += finding.periods if isinstance(finding, DriftedStatistics) else 1


@dataclass(frozen=True, slots=True)
class Inspection:
    """
    An inspection of every user's tasks, on behalf of `user_id`, whose right to it the caller must check. If a part of
    the records cannot be read, DatabaseUnusable is raised after the others are inspected; objects are then not
    compared.
    """

    database: Databases
    storage: Storage
    user_id: UUID

    async def objects(self) -> AsyncIterator[list[ObjectFinding]]:
        """
        The objects that are missing, damaged or orphaned, in lists of up to FINDINGS_BATCH. Differences are looked up
        again, in storage and in the records, right before they are yielded, so that changes during the inspection are
        not reported.
        """
        async with self.database.transaction_of_all(self.user_id) as transaction:
            recorded = transaction.merged(lambda one: recorded_objects(one, PREFIXES), attrgetter("key"))
            differing: list[ObjectFinding] = []
            async for difference in differences(self.stored(), recorded):
                differing.append(difference)
                if len(differing) == FINDINGS_BATCH:
                    yield await self.confirmed(differing, transaction)
                    differing.clear()
            yield await self.confirmed(differing, transaction)

    async def stored(self) -> AsyncIterator[StoredObject]:
        """All our objects in storage, in the order of the bytes of their keys."""
        for prefix in PREFIXES:
            async for item in self.storage.objects(prefix):
                yield item

    async def confirmed(self, differing: list[ObjectFinding], transaction: TransactionOfAll) -> list[ObjectFinding]:
        """
        The findings that still hold when they are looked up again.

        A key is claimed before its object is written, and for as long as the object exists it is claimed, named, or to
        be removed. So an object that is absent and then still named is missing, and one whose size then still differs
        is damaged. One that is recorded in none of these ways, and then still exists, is orphaned. A listing alone
        proves nothing, since storage may skip objects while others are removed.
        """
        orphans = [finding for finding in differing if isinstance(finding, OrphanedObject)]
        others = [finding for finding in differing if not isinstance(finding, OrphanedObject)]
        sizes = await self.sizes(others)
        task_ids = [finding.task_id for finding in differing if finding.task_id]
        rows = await transaction.rows(RECORDED_NOW.bind(task_ids=task_ids, keys=[finding.key for finding in differing]))
        recorded = {row.key: row for row in rows}
        named = {key: row.size for key, row in recorded.items() if row.named}
        lost = [
            finding
            for finding, size in zip(others, sizes, strict=True)
            if finding.key in named
            and (size is None if isinstance(finding, MissingObject) else size not in (None, named[finding.key]))
        ]
        stray = [finding for finding in orphans if finding.key not in recorded]
        there = await self.sizes(stray)
        return [*lost, *(finding for finding, size in zip(stray, there, strict=True) if size is not None)]

    async def sizes(self, findings: Sequence[ObjectFinding]) -> list[int | None]:
        """The size of each finding's object, None if it does not exist. One request to storage each."""
        turns = asyncio.Semaphore(MAX_LOOKUPS)

        async def size(finding: ObjectFinding) -> int | None:
            async with turns:
                try:
                    return (await self.storage.describe(finding.key)).size
                except ObjectNotFound:
                    return None

        return await asyncio.gather(*map(size, findings))

    def statistics(self) -> AsyncIterator[DriftedStatistics]:
        return self.database.found_in_each(self.user_id, drifted_statistics)

    def credits(self) -> AsyncIterator[DriftedCredits]:
        return self.database.found_in_each(self.user_id, drifted_credits)

    def unowned_objects(self) -> AsyncIterator[UnownedObject]:
        return self.database.found_in_each(self.user_id, unowned_objects)

    async def overdue_removals(self) -> int:
        return sum(await self.database.one_by_one(overdue_removals))


async def differences(
    stored: AsyncIterator[StoredObject], recorded: AsyncIterator[TaskObjectRow]
) -> AsyncIterator[ObjectFinding]:
    """
    The objects that only one side has and both should have, or whose sizes differ. Both sides come in the order of
    their keys' bytes, in which an image is followed by its copies, which are not recorded.
    """
    item, record = await anext(stored, None), await anext(recorded, None)
    image = ""
    while item or record:
        if item and (record is None or item.key < record.key):
            if item.key not in copy_keys(image):
                yield OrphanedObject(item.key, item.modified_at)
            item = await anext(stored, None)
            continue
        image = record.key if record else ""
        if record and (item is None or record.key < item.key):
            if record.named and record.task_id:
                yield MissingObject(record.key, record.task_id)
            record = await anext(recorded, None)
        else:
            if item and record and record.named and record.size not in (None, item.size):
                yield DamagedObject(record.key, record.task_id)
            item, record = await anext(stored, None), await anext(recorded, None)


class IntegrityCheck:
    """
    An administrator's inspection. Only the requested parts run, one at a time so that PostgreSQL and storage can serve
    others meanwhile. Slow: a part reads all records and lists all objects, or adds up all tasks.
    """

    def __init__(self, context: Context) -> None:
        self.inspection = Inspection(context.database, context.storage, context.caller.id)
        self.checked_at = datetime.now(UTC)
        self.turn = asyncio.Lock()
        self.objects: IntegrityFindings | None = None

    async def missing_objects(self) -> int:
        return (await self.count_objects()).numbers["missing_objects"]

    async def damaged_objects(self) -> int:
        return (await self.count_objects()).numbers["damaged_objects"]

    async def orphaned_objects(self) -> int:
        return (await self.count_objects()).numbers["orphaned_objects"]

    async def drifted_statistics(self) -> int:
        return (await self.count(self.inspection.statistics())).numbers["drifted_statistics"]

    async def drifted_credits(self) -> int:
        return (await self.count(self.inspection.credits())).numbers["drifted_credits"]

    async def unowned_objects(self) -> int:
        return (await self.count(self.inspection.unowned_objects())).numbers["unowned_objects"]

    async def overdue_removals(self) -> int:
        with self.refusing():
            return await self.inspection.overdue_removals()

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Raise a refusal if a part of the records, which it names, or the objects cannot be read."""
        with answering_storage(), refusing(self.inspection.database):
            try:
                yield
            except DatabaseUnusable as error:
                raise DatabaseUnavailable(str(error)) from error

    async def count_objects(self) -> IntegrityFindings:
        """The objects, counted once for all fields about them: each needs all records and all objects."""
        async with self.turn:
            if self.objects is None:
                found = IntegrityFindings()
                with self.refusing():
                    async for findings in self.inspection.objects():
                        for finding in findings:
                            found.count(finding)
                self.objects = found
            return self.objects

    async def count(self, findings: AsyncIterator[Finding]) -> IntegrityFindings:
        async with self.turn:
            found = IntegrityFindings()
            with self.refusing():
                async for finding in findings:
                    found.count(finding)
            return found
