"""Counts into the totals over all users what has changed."""

from models.database import Database
from server.settings.settings import Settings
from server.worker import count_changes, recount_usage
from tests.server.worker_tables import NO_SCHEDULE


async def counted(settings: Settings) -> None:
    """Count changes into the totals, as the worker does every few seconds, and into usage, as every few minutes."""
    async with Database(settings.database_url.get_secret_value()) as database:
        await count_changes(database, NO_SCHEDULE)
        await recount_usage(database, NO_SCHEDULE)
