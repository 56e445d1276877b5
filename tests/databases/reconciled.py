"""Runs a reconciliation of several databases, and returns its report."""

from server.operations.reconcile import reconcile
from server.settings.settings import Settings

CLEAN = (
    "0 missing objects, 0 damaged objects, 0 orphaned objects, 0 drifted statistics, 0 drifted credits, "
    "0 unowned objects, 0 overdue removals; 0 left."
)


async def reconcile_report(settings: Settings, *, repair: bool = False) -> list[str]:
    told: list[str] = []
    await reconcile(settings, told.append, repair=repair)
    return told
