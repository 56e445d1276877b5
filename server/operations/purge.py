import time
from collections.abc import Callable

from models.claims import NOBODY
from models.placement.everywhere import DatabaseUnusable, naming_unusable
from models.retention.aged_tasks import Part
from resolvers.retention.clean_up import CleanUp, summary
from server.connections import open_database
from server.settings.settings import Settings

REPORT_EVERY = 2.0
"""Seconds between two lines of progress."""


async def purge(settings: Settings, report: Callable[[str], None], *, dry_run: bool) -> None:
    """
    Remove what is past the retention of its user's plan or, with `dry_run`, count it. `report` gets lines of progress.
    Several databases are cleaned one after the other; DatabaseUnusable is raised at the end and names those that could
    not be used.
    """
    unusable = []
    async with open_database(settings) as database:
        for one in database.parts:
            if one is not database:
                report(f"{one.name}:")
            try:
                with naming_unusable(database, one):
                    await clean_up_one(CleanUp(one, settings.plans.values(), NOBODY), report, dry_run=dry_run)
            except DatabaseUnusable as error:
                unusable.append(str(error))
    if unusable:
        raise DatabaseUnusable("\n".join(unusable))


async def clean_up_one(clean_up: CleanUp, report: Callable[[str], None], *, dry_run: bool) -> None:
    """Remove or count what is past retention in one database."""
    for unknown in await clean_up.unknown_plans():
        report(f"There is no plan {unknown.plan}: all is kept of the {unknown.users:,} users last seen with it.")
    if dry_run:
        report(f"Due: {summary(await clean_up.count())}. Nothing was removed.")
        return
    done: dict[Part, int] = {}
    reported_at = time.monotonic()
    async for part, number in clean_up.run():
        done[part] = number
        if time.monotonic() >= reported_at + REPORT_EVERY:
            report(f"{summary(done)} so far")
            reported_at = time.monotonic()
    report(f"Removed: {summary(done)}.")
