import asyncio
import logging
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial
from operator import attrgetter
from uuid import UUID

from models.claims import NOBODY
from models.connection import UNUSABLE
from models.database import Database, DatabaseUnusable
from models.placement.databases import Databases
from models.tasks.user_plan import NOTE_SEEN
from models.webhooks.role_statements import END_WITHOUT_ROLE, SEE_ROLE
from resolvers.access import Caller, PlanLimits, Role
from resolvers.limits.apart import Apart, briefly
from resolvers.retention.clean_up import keeping_no_longer

logger = logging.getLogger(__name__)

DEBOUNCE_SECONDS = 1.0
"""Seconds to wait for further users, since one statement notes all of them, or all of a plan."""


class SeenCallers:
    """
    Notes in PostgreSQL what users' tokens say of them, even if the users only read. A process sees each token once a
    minute at most.

    The plan: after a change to a plan that keeps data longer, nothing is removed because of the plan before. A change
    to a plan that keeps data for a shorter time is noted only when the user records a task, since the token may be an
    older one; or if the token was issued after a back end has set the plan.

    The role: a webhook of all users ends with the role of the user who is responsible for it.
    """

    def __init__(self, plans: Mapping[str, PlanLimits]) -> None:
        self.kept_no_longer = {name: keeping_no_longer(plan, plans.values()) for name, plan in plans.items()}
        """By plan, the plans that it takes the place of: those that keep nothing longer."""
        self.seen: dict[tuple[UUID, Role, datetime | None], Caller] = {}
        self.any_seen = asyncio.Event()

    def see(self, caller: Caller) -> None:
        """Have noted what a verified token says."""
        self.seen[caller.id, caller.role, caller.issued_at] = caller
        self.any_seen.set()

    async def note(self, database: Databases) -> None:
        """Note what was seen, again and again until the task is cancelled."""
        while True:
            await self.any_seen.wait()
            await asyncio.sleep(DEBOUNCE_SECONDS)
            self.any_seen.clear()
            seen, self.seen = self.seen, {}
            try:
                await database.one_by_one(partial(self.note_in, seen.values()))
            except (DatabaseUnusable, *UNUSABLE) as error:  # they will be seen again
                logger.warning("the plans and roles of %s users are not noted: %r", len(seen), error)

    async def note_in(self, seen: Collection[Caller], database: Database) -> None:
        """Note plans and roles in one database."""
        callers = sorted(seen, key=lambda one: (one.issued_at is not None, one.issued_at))
        apart: Apart[Caller] = Apart("seen callers", attrgetter("id"))
        of_plans: defaultdict[str, list[Caller]] = defaultdict(list)
        for caller in callers:
            if caller.names_plan and caller.role is not Role.SERVICE:
                of_plans[caller.plan.name].append(caller)
        for plan, of_plan in of_plans.items():
            await apart.do(of_plan, len(of_plan), partial(self.note_plans, database, plan))
        await note_roles(database, callers)

    async def note_plans(self, database: Database, plan: str, callers: list[Caller]) -> None:
        """Note the plan that their tokens name, the latest of each."""
        issued = {caller.id: caller.issued_at for caller in callers}
        user_ids, issued_at = list(issued), list(issued.values())
        others = self.kept_no_longer[plan]
        async with briefly(database) as transaction:
            await transaction.rows(NOTE_SEEN.bind(plan=plan, user_ids=user_ids, issued_at=issued_at, others=others))


async def note_roles(database: Database, callers: Collection[Caller]) -> None:
    """
    Note who has a role; switch off webhooks of all users whose responsible users have none. A webhook that is locked is
    looked at when its user is seen again.
    """
    with_role = [caller.id for caller in callers if caller.role is not Role.USER]
    without = [caller for caller in callers if caller.role is Role.USER]
    async with database.transaction(NOBODY, "service_role") as transaction:
        await transaction.rows(SEE_ROLE.bind(user_ids=with_role))
        ended = END_WITHOUT_ROLE.bind(
            user_ids=[caller.id for caller in without], issued_at=[caller.issued_at for caller in without]
        )
        for webhook in await transaction.rows(ended):
            logger.warning(
                "The webhook %s of all users is switched off: the user %s, who is responsible for it, no longer has"
                " a role for it. Any administrator can switch it on.",
                webhook.id,
                webhook.responsible_id,
            )
