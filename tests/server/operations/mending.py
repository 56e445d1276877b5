from datetime import UTC, datetime, timedelta

from resolvers.administration.inspection import Inspection
from server.operations.reconcile import Reconciliation


async def nobody_moves() -> None:
    """There is one database."""


async def mend(inspection: Inspection, removable_before: datetime | None = None) -> tuple[int, list[str]]:
    """How many findings are left, and all that is told. Orphans are old enough, unless said otherwise."""
    told: list[str] = []
    before = removable_before or datetime.now(UTC) + timedelta(minutes=1)
    reconciliation = Reconciliation(inspection, told.append, repair=True, removable_before=before, confirm=nobody_moves)
    await reconciliation.run()
    return sum(reconciliation.left.numbers.values()), told
