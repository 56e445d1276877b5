"""`./run reconcile`: reports where records, objects and totals disagree, and repairs them where possible."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter

from models.administration.integrity import (
    NO_STATEMENT_TIMEOUT,
    REPAIR_STATEMENTS,
    STORE_FINDINGS,
    DriftedCredits,
    DriftedStatistics,
    UnownedObject,
    undescribed_images,
)
from models.administration.overall_statements import COUNT_OVERALL
from models.claims import NOBODY
from models.database import Database, DatabaseUnusable
from models.images.image_claim import SENDING_TAKES
from resolvers.administration.inspection import (
    DamagedObject,
    Finding,
    Inspection,
    IntegrityFindings,
    MissingObject,
    ObjectFinding,
    OrphanedObject,
)
from resolvers.limits.apart import BRIEF_LOCKS, Apart
from server.operations.image_repair import ImageRepair, Repair, record_repair
from server.operations.label_stored import unlabelled
from server.operations.moving.move_lock import Confirm, nobody_moving
from server.settings.settings import Settings
from server.stores.connections import open_database, open_storage
from storage.images.keys import THUMBNAIL


@dataclass(slots=True)
class Reconciliation:
    """
    One run over all records and objects. It reports each finding at once. `found` counts all findings, and `left` those
    that are not repaired, whose numbers are stored for the metrics. An orphan younger than an hour may still be
    attached to a task, so it is left for the next run.
    """

    inspection: Inspection
    report: Callable[[str], None]
    repair: bool
    removable_before: datetime
    confirm: Confirm
    found: IntegrityFindings = field(default_factory=IntegrityFindings)
    left: IntegrityFindings = field(default_factory=IntegrityFindings)
    unusable: set[str] = field(default_factory=set)
    """A line for each failure to use a database."""

    async def run(self, *first: Callable[[], Awaitable[None]]) -> None:
        """
        Run the steps `first`, then check objects and images, totals and credits, named keys, and overdue removals. When
        a database cannot be used, report it, and do not store the numbers, which would be incomplete.
        """
        objects = (self.objects, self.undescribed_images)
        totals = (self.statistics, self.overall_totals, self.credits)
        for step in (*first, *objects, *totals, self.unowned_objects, self.overdue_removals, self.store_numbers):
            try:
                await step()
            except DatabaseUnusable as error:
                self.unusable.update(str(error).splitlines())
        for line in sorted(self.unusable):
            self.report(line)

    async def objects(self) -> None:
        async for findings in self.inspection.objects():
            repaired = await self.repair_objects(findings) if self.repair else set()
            for finding in findings:
                self.count(finding, finding.key, is_repaired=finding in repaired)

    @property
    def images(self) -> ImageRepair:
        return ImageRepair(self.inspection.database, self.inspection.storage)

    async def undescribed_images(self) -> None:
        """
        With `repair`, describe images in their tasks, since plain SQL may have recorded them without a description.
        These are not findings: only their thumbnails are missing, and an image that cannot be decoded may stay.
        """
        number = 0
        async for images in self.inspection.database.found_in_each(NOBODY, undescribed_images):
            number += len(images)
            for _, of_user in groupby(images if self.repair else [], key=attrgetter("user_id")):
                group = list(of_user)
                for image, reason in zip(group, await self.images.describe(group), strict=True):
                    self.report(f"undescribed image: {image.key}{': ' + reason if reason else ' (repaired)'}")
        if number and not self.repair:
            self.report(f"undescribed images: {number:,}, which --repair decodes and describes")

    async def statistics(self) -> None:
        apart: Apart[DriftedStatistics] = Apart("reconcile")
        async for drifted in self.inspection.statistics():
            if self.repair and drifted.user_id:
                await apart.do([drifted], 1, self.repair_statistics)
            whose = drifted.user_id or "all users together"
            is_repaired = self.repair and drifted.user_id not in apart.left
            self.count(drifted, f"{drifted.periods} of {whose}", is_repaired=is_repaired)

    async def credits(self) -> None:
        async for wrong in self.inspection.credits():
            self.count(wrong, f"{wrong.what} of {wrong.user_id}", is_repaired=False)

    async def unowned_objects(self) -> None:
        async for unowned in self.inspection.unowned_objects():
            self.count(unowned, f"{unowned.key}, named by the task {unowned.task_id}", is_repaired=False)

    async def overdue_removals(self) -> None:
        number = await self.inspection.overdue_removals()
        self.found.numbers["overdue_removals"] = self.left.numbers["overdue_removals"] = number

    async def store_numbers(self) -> None:
        """Store the numbers of findings left, which servers report as metrics."""
        if self.unusable:
            return
        numbers = self.left.numbers
        async with self.inspection.database.common.transaction(NOBODY, "service_role") as transaction:
            kinds, counts = [*numbers], [*numbers.values()]
            await transaction.rows(STORE_FINDINGS.bind(kinds=kinds, numbers=counts, checked_at=self.found.checked_at))

    def count(self, finding: Finding, what: str, *, is_repaired: bool) -> None:
        self.found.count(finding)
        if not is_repaired:
            self.left.count(finding)
        self.report(f"{NAMES[type(finding)]}: {what}{' (repaired)' if is_repaired else ''}")

    async def repair_objects(self, findings: list[ObjectFinding]) -> set[ObjectFinding]:
        """
        Remove orphans and restore missing thumbnails, and return the repaired findings. Removing an orphan is safe,
        since no later upload gets its key.
        """
        repaired: set[ObjectFinding] = {
            finding
            for finding in findings
            if isinstance(finding, OrphanedObject) and finding.modified_at < self.removable_before
        }
        if repaired:
            await self.confirm()
            async with self.inspection.database.common.transaction(NOBODY, "service_role") as transaction:
                await record_repair(transaction, None, len(repaired), Repair.ORPHANS)
            await self.inspection.storage.remove([finding.key for finding in repaired])
        for finding in findings:
            image, is_thumbnail, _ = finding.key.partition(THUMBNAIL)
            if isinstance(finding, MissingObject) and is_thumbnail and await self.images.make_thumbnail(image):
                repaired.add(finding)
        return repaired

    async def repair_statistics(self, drifted: Sequence[DriftedStatistics]) -> None:
        """Recount a user's statistics, and audit how many were wrong. Fails at once when these are locked."""
        [(user_id, periods)] = [(one.user_id, one.periods) for one in drifted if one.user_id]
        for repair in REPAIR_STATEMENTS:
            async with self.inspection.database.transaction(NOBODY, "service_role", owner=user_id) as transaction:
                await transaction.execute(BRIEF_LOCKS)
                if repair is REPAIR_STATEMENTS[0]:
                    await record_repair(transaction, user_id, periods, Repair.STATISTICS)
                await transaction.rows(repair.bind(user_id=user_id))

    async def overall_totals(self) -> None:
        """
        If users' statistics were repaired, recount the totals over all users and the ranking of each database, which
        are computed from them.
        """
        wrong = self.found.numbers["drifted_statistics"] if self.repair else 0

        async def count_overall(database: Database) -> None:
            async with database.transaction(NOBODY, "service_role") as transaction:
                await record_repair(transaction, None, wrong, Repair.OVERALL)
                await transaction.execute(NO_STATEMENT_TIMEOUT)
                await transaction.rows(COUNT_OVERALL.bind())

        if wrong:
            await self.inspection.database.one_by_one(count_overall)


NAMES: dict[type[Finding], str] = {
    MissingObject: "missing object",
    DamagedObject: "damaged object",
    OrphanedObject: "orphaned object",
    DriftedStatistics: "drifted statistics",
    DriftedCredits: "drifted credits",
    UnownedObject: "unowned object",
}


async def reconcile(settings: Settings, report: Callable[[str], None], *, repair: bool) -> int:
    """
    Compare records with storage and totals with records, and with `repair` repair where possible. `report` gets a line
    for each finding and a summary. Return how many findings are left; a database that cannot be used counts as one.
    Raise MoveFailed while a user is being moved.
    """
    async with (
        nobody_moving(settings) as confirm,
        open_database(settings) as database,
        open_storage(settings) as storage,
    ):
        inspection = Inspection(database, storage, NOBODY)
        removable_before = datetime.now(UTC) - SENDING_TAKES
        reconciliation = Reconciliation(inspection, report, repair, removable_before, confirm)

        async def unlabelled_images() -> None:
            if number := await unlabelled(settings, database):
                report(f"unlabelled images: {number:,}, which ./run label labels")

        await reconciliation.run(unlabelled_images)
    left = sum(reconciliation.left.numbers.values()) + len(reconciliation.unusable)
    counts = ", ".join(f"{number} {kind.replace('_', ' ')}" for kind, number in reconciliation.found.numbers.items())
    report(f"{counts}; {left} left.")
    return left
