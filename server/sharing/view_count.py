import asyncio
import logging
import re
from collections import Counter, defaultdict
from contextlib import suppress
from uuid import UUID

from models.background import report_failure
from models.claims import NOBODY
from models.placement.databases import Databases
from models.sharing.link_record import COUNT_VIEWS, SharedTask
from resolvers.limits.apart import BRIEF_LOCKS

logger = logging.getLogger(__name__)

WRITE_EVERY = 5.0
"""Seconds between writes of the views. A process that is killed loses those of the last interval."""
LAST_SECONDS = 2.0
"""Seconds for which a stopping process waits for the last write."""
MOST_LINKS = 10_000
"""Links whose views are in memory until they are written. Views of further links are not counted."""
CRAWLER = re.compile(r"bot\b|crawl|spider|preview|facebookexternalhit|slack|whatsapp|^$", re.IGNORECASE)
"""In the user agents of programs that fetch a page for a preview or an index."""


class ViewCount:
    """Counts the views of links' pages, and writes them every few seconds, so that no view waits for a write."""

    def __init__(self) -> None:
        self.views: Counter[tuple[UUID, UUID]] = Counter()
        """By user and link."""
        self.writing = asyncio.Lock()

    def add(self, shown: SharedTask, user_agent: str) -> None:
        """Count a view of the link's page, except by a crawler."""
        key = (shown.owner_id, shown.link_id)
        if not CRAWLER.search(user_agent) and (key in self.views or len(self.views) < MOST_LINKS):
            self.views[key] += 1

    async def keep_written(self, database: Databases) -> None:
        """Write the views every few seconds until the task is cancelled, and once at the end."""
        try:
            while True:
                await asyncio.sleep(WRITE_EVERY)
                await asyncio.shield(self.write(database))  # otherwise views may be written again at the end
        finally:
            with suppress(TimeoutError):
                async with asyncio.timeout(LAST_SECONDS):
                    await self.write(database)

    async def write(self, database: Databases) -> None:
        """Add the counts to the links, in a transaction for each user. A failed one is repeated at the next write."""
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
                report_failure("views of links", error, f" for {user_id}")
                continue
            for link_id, views in links.items():
                self.views[user_id, link_id] -= views
                if not self.views[user_id, link_id]:
                    del self.views[user_id, link_id]
