"""Counts into the totals over all users what has changed."""

from models.administration.overall_statements import COUNT_CHANGES, COUNTED_AT_ONCE, DAYS_AT_ONCE, RECOUNT_USAGE
from models.database import Database
from server.jobs import in_parts
from server.settings.settings import Settings


async def counted(settings: Settings) -> None:
    """Count changes into the totals, as the worker does every few seconds, and into usage, as every few minutes."""
    async with Database(settings.database_url.get_secret_value()) as database:
        await in_parts(database, COUNT_CHANGES, COUNTED_AT_ONCE)
        await in_parts(database, RECOUNT_USAGE, DAYS_AT_ONCE)
