import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from uuid import UUID

from models.claims import NOBODY
from models.connection import UNUSABLE
from models.database import Database, DatabaseUnusable
from models.placement.databases import Databases
from models.tasks.user_plan import NOTE_SEEN
from resolvers.access import Caller, PlanLimits, Role
from resolvers.retention.clean_up import keeping_no_longer

logger = logging.getLogger(__name__)

DEBOUNCE_SECONDS = 1.0
"""Seconds to wait for further users, since one statement notes all users of a plan."""


class SeenPlans:
    """
    Notes in PostgreSQL the plan that each user's token names, even if the user only reads: after a change to a plan
    that keeps data longer, nothing is removed because of the plan before. A change to a plan that keeps data for a
    shorter time is noted only when the user records a task, since the token may be an older one. A process sees each
    token once a minute at most.
    """

    def __init__(self, plans: Mapping[str, PlanLimits]) -> None:
        self.kept_no_longer = {name: keeping_no_longer(plan, plans.values()) for name, plan in plans.items()}
        """By plan, the plans that it takes the place of: those that keep nothing longer."""
        self.seen: dict[UUID, str] = {}
        self.any_seen = asyncio.Event()

    def see(self, caller: Caller) -> None:
        """Have the plan of a verified token noted, if it is a user's and names one that can take another's place."""
        if caller.names_plan and caller.role is not Role.SERVICE and self.kept_no_longer[caller.plan.name]:
            self.seen[caller.id] = caller.plan.name
            self.any_seen.set()

    async def note(self, database: Databases) -> None:
        """Note the plans that were seen, again and again until the task is cancelled."""
        while True:
            await self.any_seen.wait()
            await asyncio.sleep(DEBOUNCE_SECONDS)
            self.any_seen.clear()
            seen, self.seen = self.seen, {}
            users: defaultdict[str, list[UUID]] = defaultdict(list)
            for user_id, plan in sorted(seen.items()):
                users[plan].append(user_id)
            try:
                await database.one_by_one(partial(self.note_in, users))
            except (DatabaseUnusable, *UNUSABLE) as error:  # they will be seen again
                logger.warning("the plans of %s users are not noted: %r", len(seen), error)

    async def note_in(self, users: Mapping[str, list[UUID]], database: Database) -> None:
        """Note the plans of users in one database; `users` has their ids by plan."""
        for plan, user_ids in users.items():
            noting = NOTE_SEEN.bind(plan=plan, user_ids=user_ids, others=self.kept_no_longer[plan])
            async with database.transaction(NOBODY, "service_role") as transaction:
                await transaction.rows(noting)
