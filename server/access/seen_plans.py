import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from models.claims import NOBODY
from models.connection import UNUSABLE
from models.database import Database
from models.retention.user_plan import NOTE_SEEN
from resolvers.access import Caller, PlanLimits, Role
from resolvers.retention.clean_up import keeping_no_longer

logger = logging.getLogger(__name__)

TOGETHER = 1.0
"""Seconds for which users are waited for who are seen, too: all of one plan are noted by one statement."""


class SeenPlans:
    """
    Notes the plans that users' own tokens name, also where they only read: whoever has moved to one that keeps more has
    nothing removed on account of the one before. One that keeps less is left to when a task is recorded: it may be that
    of an older token. Each process is told of a token once a minute at most.
    """

    def __init__(self, plans: Mapping[str, PlanLimits]) -> None:
        self.plans = plans
        self.seen: dict[UUID, str] = {}
        self.told = asyncio.Event()

    def tell(self, caller: Caller) -> None:
        """That a token of the caller's was verified."""
        if caller.names_plan and caller.role is not Role.SERVICE:
            self.seen[caller.id] = caller.plan.name
            self.told.set()

    async def note(self, database: Database) -> None:
        """Note what is told, until the task is cancelled."""
        while True:
            await self.told.wait()
            await asyncio.sleep(TOGETHER)
            self.told.clear()
            seen, self.seen = self.seen, {}
            users: defaultdict[str, list[UUID]] = defaultdict(list)
            for user_id, plan in sorted(seen.items()):
                users[plan].append(user_id)
            for part in database.parts:
                try:
                    await self.note_in(part, users)
                except (TimeoutError, *UNUSABLE) as error:  # they will be told again
                    logger.warning("the plans of %s users are not noted: %r", len(seen), error)

    async def note_in(self, database: Database, users: Mapping[str, list[UUID]]) -> None:
        for plan, user_ids in users.items():
            others = keeping_no_longer(self.plans[plan], self.plans.values())
            async with database.transaction(NOBODY, "service_role") as transaction:
                await transaction.rows(NOTE_SEEN.bind(plan=plan, user_ids=user_ids, others=others))
