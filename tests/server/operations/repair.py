from datetime import UTC, datetime, timedelta

from resolvers.administration.inspection import Inspection
from server.operations.reconcile import Reconciliation


async def nobody_moves() -> None:
    """Confirms that no user is being moved: there is only one database."""


async def repair(inspection: Inspection, *, repair: bool = True) -> tuple[int, list[str]]:
    """Repair, and return the number of findings left, and the printed lines. Removes also young orphans."""
    lines: list[str] = []
    reconciliation = Reconciliation(
        inspection,
        lines.append,
        repair=repair,
        removable_before=datetime.now(UTC) + timedelta(minutes=1),
        confirm=nobody_moves,
    )
    await reconciliation.run()
    return sum(reconciliation.left.numbers.values()), lines
