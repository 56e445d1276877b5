import asyncio
import logging
import re
from collections import Counter, defaultdict
from contextlib import suppress
from uuid import UUID

from models.background import note_failure
from models.claims import NOBODY
from models.placement.databases import Databases
from models.sharing.link_statements import COUNT_VIEWS, SharedTask
from resolvers.limits.apart import BRIEF_LOCKS

logger = logging.getLogger(__name__)

WRITE_EVERY = 5.0
"""Seconds between two times that the views are written. A process that is killed loses those of the last ones."""
LAST_SECONDS = 2.0
"""Seconds for which a process that stops waits until they are written."""
MOST_LINKS = 10_000
"""Links whose views wait in memory until they are written; views of further links are not counted."""
CRAWLER = re.compile(r"bot\b|crawl|spider|preview|facebookexternalhit|slack|whatsapp|^$", re.IGNORECASE)
"""In the user agents of programs that fetch a page to show a preview of it, or to index it."""


class ViewCount:
    """Counts how often the pages of links are opened, and writes it every few seconds: no view waits for a write."""

    def __init__(self) -> None:
        self.views: Counter[tuple[UUID, UUID]] = Counter()
        """By user and link."""
        self.writing = asyncio.Lock()

    def add(self, shown: SharedTask, user_agent: str) -> None:
        """Count a view of the link's page, unless it is a crawler's."""
        key = (shown.owner_id, shown.link_id)
        if not CRAWLER.search(user_agent) and (key in self.views or len(self.views) < MOST_LINKS):
            self.views[key] += 1

    async def keep_written(self, database: Databases) -> None:
        """Write the views every few seconds until the task is cancelled, then a last time."""
        try:
            while True:
                await asyncio.sleep(WRITE_EVERY)
                await asyncio.shield(self.write(database))  # else a view may be written, and once more at the end
        finally:
            with suppress(TimeoutError):
                async with asyncio.timeout(LAST_SECONDS):
                    await self.write(database)

    async def write(self, database: Databases) -> None:
        """Add the counts to the links, in a transaction for each user. A count that fails is written the next time."""
        async with self.writing:
            await self.write_each(database)

    async def write_each(self, database: Databases) -> None:
        of_users: defaultdict[UUID, dict[UUID, int]] = defaultdict(dict)
        for (user_id, link_id), views in self.views.items():
            of_users[user_id][link_id] = views
        for user_id, links in of_users.items():
            try:
                async with database.transaction(NOBODY, "service_role", owner=user_id) as transaction:
                    await transaction.execute(BRIEF_LOCKS)
                    await transaction.rows(COUNT_VIEWS.bind(ids=[*links], views=[*links.values()]))
            except Exception as error:
                note_failure("views of links", error, f" for {user_id}")
                continue
            for link_id, views in links.items():
                self.views[user_id, link_id] -= views
                if not self.views[user_id, link_id]:
                    del self.views[user_id, link_id]
