"""Which of several databases a user was moved to, found out when the one that should know does not answer."""

import asyncio
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from models.statement import Statement

if TYPE_CHECKING:
    from models.database import Database


class Arrived(NamedTuple):
    """Who came to the database that says so, and has stayed since."""

    user_id: UUID


SOON = 1.0
"""Seconds for which databases are waited for that may have been given a user."""
PAUSE = 0.25
"""Seconds between two questions; who comes meanwhile is asked about together."""
ARRIVED = Statement(
    "arrived",
    text("SELECT user_id FROM task_record.arrived_users WHERE user_id = ANY(:user_ids)").bindparams(
        bindparam("user_ids", type_=ARRAY(Uuid))
    ),
    Arrived,
)
ASKING = UUID(int=0)
"""As whom it is asked."""


class Whereabouts:
    """
    Asks all databases at once, for all who wait, four times a second at most: while one is down each call of each of
    its users comes here.
    """

    def __init__(self, parts: "Sequence[Database]") -> None:
        self.parts = parts
        self.wanted: set[UUID] = set()
        self.coming: asyncio.Task[dict[UUID, Database]] | None = None
        """The next question, until it is put."""
        self.asked_at = 0.0

    async def of(self, user_id: UUID) -> "Database | None":
        """The database to which the user was moved, if that answers soon."""
        self.wanted.add(user_id)
        if self.coming is None:
            self.coming = asyncio.create_task(self.ask())
        return (await asyncio.shield(self.coming)).get(user_id)

    async def ask(self) -> "dict[UUID, Database]":
        await asyncio.sleep(self.asked_at + PAUSE - time.monotonic())
        wanted, self.wanted, self.coming, self.asked_at = [*self.wanted], set(), None, time.monotonic()
        asked = {
            asyncio.create_task(part.rows(ARRIVED.bind(user_ids=wanted), ASKING, "service_role")): part
            for part in self.parts
        }
        try:
            done, _ = await asyncio.wait(asked, timeout=SOON)
        finally:
            for question in asked:
                question.cancel()
        answers = ((asked[question], question.result()) for question in done if not question.exception())
        return {row.user_id: part for part, rows in answers for row in rows}
