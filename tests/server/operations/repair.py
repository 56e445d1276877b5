from datetime import UTC, datetime, timedelta

from resolvers.administration.inspection import Inspection
from server.operations.reconcile import Reconciliation


async def nobody_moves() -> None:
    """Confirm that no user is being moved: there is one database."""


async def repair(inspection: Inspection, removable_before: datetime | None = None) -> tuple[int, list[str]]:
    """Repair; return the number of findings left, and the lines printed. Young orphans are removed, too, by default."""
    told: list[str] = []
    before = removable_before or datetime.now(UTC) + timedelta(minutes=1)
    reconciliation = Reconciliation(inspection, told.append, repair=True, removable_before=before, confirm=nobody_moves)
    await reconciliation.run()
    return sum(reconciliation.left.numbers.values()), told
