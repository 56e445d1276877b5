import time
from collections.abc import Callable

from models.claims import NOBODY
from models.database import Database
from models.retention.aged_tasks import Part
from resolvers.access import PlanLimits, default_plan
from resolvers.retention.clean_up import CleanUp, spared_summary, summary
from server.settings.settings import Settings
from server.stores.connections import open_database

REPORT_EVERY = 2.0
"""Seconds between two lines of progress."""


async def purge(settings: Settings, report: Callable[[str], None], *, dry_run: bool) -> None:
    """
    Remove everything past the retention of its user's plan or, with `dry_run`, count it. `report` gets lines of
    progress. Databases are cleaned one by one. DatabaseUnusable at the end names those that could not be used.
    """
    async with open_database(settings) as database:

        async def clean(one: Database) -> None:
            if one is not database:
                report(f"{one.name}:")
            clean_up = CleanUp(one, settings.plans.values(), NOBODY)
            for plan, users in await clean_up.unknown_plans():
                report(f"There is no plan {plan}: nothing is removed of the {users:,} users last seen with it.")
            await (rehearse(clean_up, default_plan(settings.plans), report) if dry_run else run(clean_up, report))

        await database.one_by_one(clean)


async def rehearse(clean_up: CleanUp, plan_without: PlanLimits, report: Callable[[str], None]) -> None:
    """
    Count what is past retention in one database. For users whose plan is not known yet, also count what would be past
    that of `plan_without`, the plan of tokens that name none.
    """
    spared = spared_summary(await clean_up.count_spared())
    report(f"Due: {summary(await clean_up.count())}. Nothing was removed.{spared}")
    waiting = await clean_up.count_without_plan(plan_without)
    if any(waiting.values()):
        report(
            "Nothing is removed of users whose plan is not known yet. With the plan "
            f"{plan_without.name}, that of a token without a plan, this becomes due: {summary(waiting)}."
        )


async def run(clean_up: CleanUp, report: Callable[[str], None]) -> None:
    """Remove everything past retention in one database."""
    done: dict[Part, int] = {}
    reported_at = time.monotonic()
    async for part, number in clean_up.run():
        done[part] = number
        if time.monotonic() >= reported_at + REPORT_EVERY:
            report(f"{summary(done)} so far")
            reported_at = time.monotonic()
    report(f"Removed: {summary(done)}.{spared_summary(await clean_up.count_spared())}")
