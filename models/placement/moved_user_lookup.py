"""Finds the database that a user was moved to, when the database that should know does not answer."""

import asyncio
import time
from collections.abc import Sequence
from uuid import UUID

from models.claims import NOBODY
from models.database import Database
from models.statement import Statement, UserRow

ANSWER_TIMEOUT = 1.0
"""Seconds within which databases have to answer."""
ASK_EVERY = 0.25
"""Seconds between two queries. The next query covers all users requested meanwhile."""
ARRIVED = Statement(
    "arrived",
    "SELECT user_id FROM task_record.arrived_users WHERE user_id = ANY(:user_ids)",
    UserRow,
)


class MovedUserLookup:
    """
    Queries all databases at once, about all requested users, at most four times a second: while a database is down,
    each call of each of its users comes here.
    """

    def __init__(self, parts: Sequence[Database]) -> None:
        self.parts = parts
        self.wanted: set[UUID] = set()
        self.coming: asyncio.Task[dict[UUID, Database]] | None = None
        """The next query, until it is sent; its result is the databases of the users found, by user."""
        self.asked_at = 0.0

    async def of(self, user_id: UUID) -> Database | None:
        """Return the database that the user was moved to; None when none reports it within ANSWER_TIMEOUT."""
        self.wanted.add(user_id)
        if self.coming is None:
            self.coming = asyncio.create_task(self.ask())
        return (await asyncio.shield(self.coming)).get(user_id)

    async def ask(self) -> dict[UUID, Database]:
        await asyncio.sleep(self.asked_at + ASK_EVERY - time.monotonic())
        wanted, self.wanted, self.coming, self.asked_at = [*self.wanted], set(), None, time.monotonic()
        asked = {
            asyncio.create_task(part.rows(ARRIVED.bind(user_ids=wanted), NOBODY, "service_role")): part
            for part in self.parts
        }
        try:
            done, _ = await asyncio.wait(asked, timeout=ANSWER_TIMEOUT)
        finally:
            for question in asked:
                question.cancel()
        answers = ((asked[question], question.result()) for question in done if not question.exception())
        return {row.user_id: part for part, rows in answers for row in rows}
