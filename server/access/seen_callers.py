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
from models.tasks.user_plan import RECORD_SEEN
from models.users.known_user import RECORD_SUBJECTS
from models.webhooks.webhook_statements import END_WITHOUT_ROLE, SEE_ROLE
from resolvers.access import Caller, PlanLimits, Role
from resolvers.limits.apart import Apart, briefly
from resolvers.retention.clean_up import with_shorter_retention

logger = logging.getLogger(__name__)

DEBOUNCE_SECONDS = 1.0
"""Seconds to wait for further users, since one statement records all of them, or all of a plan."""


class SeenCallers:
    """
    Records the plans and roles of users' tokens in PostgreSQL, even if the users only read. A process sees each token
    once a minute at most.

    After a change to a plan that retains data longer, nothing is removed because of the earlier plan. A change to a
    plan with a shorter retention may come from an old token. It is recorded only when the user records a task, or if
    the token was issued after a back end set the plan.

    A webhook of all users is switched off when the user who is responsible for it loses the role.

    The subject of a user whose id is made from it is recorded once the user has rows.
    """

    def __init__(self, plans: Mapping[str, PlanLimits]) -> None:
        self.replaced = {name: with_shorter_retention(plan, plans.values()) for name, plan in plans.items()}
        """By plan, the plans that it replaces: those that retain nothing longer."""
        self.seen: dict[tuple[UUID, Role, datetime | None], Caller] = {}
        self.any_seen = asyncio.Event()

    def see(self, caller: Caller) -> None:
        """Add the caller of a verified token."""
        self.seen[caller.id, caller.role, caller.issued_at] = caller
        self.any_seen.set()

    async def record(self, database: Databases) -> None:
        """Record what was seen until the task is cancelled."""
        while True:
            await self.any_seen.wait()
            await asyncio.sleep(DEBOUNCE_SECONDS)
            self.any_seen.clear()
            seen, self.seen = self.seen, {}
            try:
                await database.one_by_one(partial(self.record_in, seen.values()))
            except (DatabaseUnusable, *UNUSABLE) as error:  # they will be seen again
                logger.warning("the plans and roles of %s users are not recorded: %r", len(seen), error)

    async def record_in(self, seen: Collection[Caller], database: Database) -> None:
        callers = sorted(seen, key=lambda one: (one.issued_at is not None, one.issued_at))
        apart: Apart[Caller] = Apart("seen callers", attrgetter("id"))
        of_plans: defaultdict[str, list[Caller]] = defaultdict(list)
        for caller in callers:
            if caller.names_plan and caller.role is not Role.SERVICE:
                of_plans[caller.plan.name].append(caller)
        for plan, of_plan in of_plans.items():
            await apart.do(of_plan, len(of_plan), partial(self.record_plan, database, plan))
        if with_subject := [caller for caller in callers if caller.subject]:
            await apart.do(with_subject, len(with_subject), partial(record_subjects, database))
        await record_roles(database, callers)

    async def record_plan(self, database: Database, plan: str, callers: list[Caller]) -> None:
        """Record the plan, with the time of each caller's latest token."""
        issued = {caller.id: caller.issued_at for caller in callers}
        user_ids, issued_at = list(issued), list(issued.values())
        others = self.replaced[plan]
        async with briefly(database) as transaction:
            await transaction.rows(RECORD_SEEN.bind(plan=plan, user_ids=user_ids, issued_at=issued_at, others=others))


async def record_subjects(database: Database, callers: list[Caller]) -> None:
    subjects = {caller.id: caller.subject for caller in callers}
    async with briefly(database) as transaction:
        await transaction.rows(RECORD_SUBJECTS.bind(user_ids=list(subjects), subjects=list(subjects.values())))


async def record_roles(database: Database, callers: Collection[Caller]) -> None:
    """
    Record which callers have a role, and switch off the webhooks of all users whose responsible users have none. A
    locked webhook is switched off when its user is seen again.
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
