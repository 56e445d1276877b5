"""The user whom the page of `./run dev` is signed in as."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from resolvers.access import Caller, Role
from resolvers.context import Context
from resolvers.credits.credit_errors import GrantIdTaken
from resolvers.credits.give_credits import NewGrant, grant_credits
from server.settings.settings import Settings
from server.stores.connections import open_database, open_storage

DEMO_USER = UUID("de300000-0000-4000-8000-000000000001")
DEMO_PLAN = "studio"
"""The demo user's plan, one of plans.toml."""


def demo_caller(settings: Settings, role: Role = Role.USER) -> Caller:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    return Caller(DEMO_USER, role, settings.plans.get(DEMO_PLAN, settings.plans["pro"]), tomorrow)


async def give_demo_credits(settings: Settings) -> None:
    """Grant the demo user credits, unless they have them: some that never expire, and some that expire this week."""
    this_week = datetime.now(UTC) + timedelta(days=5)
    async with open_database(settings) as database, open_storage(settings) as storage:
        context = Context(demo_caller(settings, Role.SERVICE), database, storage)
        for name, amount, expires_at in (("订单 1042", 140, None), ("欢迎礼包", 60, this_week)):
            grant = NewGrant(
                id=uuid5(DEMO_USER, name), user_id=DEMO_USER, amount=amount, expires_at=expires_at, reason=name
            )
            with suppress(GrantIdTaken):  # granted at an earlier start
                await grant_credits(context, grant)
