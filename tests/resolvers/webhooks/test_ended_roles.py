"""A webhook of all users is switched off when the responsible user loses the role for it."""

from functools import partial
from uuid import UUID

import pytest
from asyncpg import Connection

from server.development.signed_token import Role
from tests.api import Client, NewClient
from tests.resolvers.waiting import until
from tests.resolvers.webhooks.hooks import WEBHOOK, create, noted

pytestmark = pytest.mark.own_database
STATE = "query ($id: ID!) { node(id: $id) { ... on Webhook { disabledAt disabledReason } } }"
SEEN = "UPDATE task_record.webhooks SET role_seen_at = now() - $2::interval WHERE id = $1"
ME = "{ viewer { id } }"


@pytest.fixture
async def back_end(new_client: NewClient) -> Client:
    """A caller who sees the webhooks of all users, and is responsible for none."""
    return new_client(role="service", plan=None)


async def made_before(admin: Client, database: Connection, age: str = "1 minute") -> str:
    """A webhook of all users that was created some time ago."""
    webhook = await create(admin, "TASK_CREATED", allUsers=True)
    await seen_before(database, webhook, age)
    return webhook


async def seen_before(database: Connection, webhook: str, age: str) -> None:
    await database.execute(SEEN.replace("$2", f"'{age}'"), UUID(webhook))


def with_role(client: Client, role: Role) -> Client:
    """The same user with a token that says this role."""
    return Client(client.http, client.id, role, client.plan)


async def reason(client: Client, webhook: str) -> str | None:
    """Why the webhook is off; None while it is on."""
    found: dict[str, str | None] = (await client.data(STATE, id=webhook))["node"]
    assert (found["disabledAt"] is None) is (found["disabledReason"] is None)
    return found["disabledReason"]


@pytest.mark.slow
@pytest.mark.parametrize("role", ["admin", "service"])
async def test_a_token_without_the_role_ends_it(
    new_client: NewClient, user: Client, back_end: Client, database: Connection, role: str
) -> None:
    """Not one from before the user got the role, such as in another tab."""
    owner, promoted = new_client(role=role), new_client(role=role)
    webhook, own = await made_before(owner, database), await create(owner, "TASK_CREATED")
    stays = await made_before(promoted, database, "-1 minute")
    await user.task("createTask", prompt="a fox")
    for one in (promoted, owner):
        await with_role(one, "user").data(ME)
    await until(lambda: reason(back_end, webhook))
    assert await reason(back_end, webhook) == "ROLE_ENDED"
    assert await reason(back_end, stays) is None
    assert await reason(with_role(owner, "user"), own) is None
    await user.task("createTask", prompt="another fox")
    assert len(await noted(database, webhook)) == 1


@pytest.mark.slow
async def test_a_role_unseen_for_30_days_ends_it(new_client: NewClient, back_end: Client, database: Connection) -> None:
    ages = ("29 days 23 hours", "30 days 1 minute")
    stays, ends = [await made_before(new_client(role="admin"), database, age) for age in ages]
    await database.execute("UPDATE task_record.webhooks SET responsible_id = gen_random_uuid()")  # is never seen
    own = await create(new_client(), "TASK_CREATED")
    await seen_before(database, own, "1 year")
    await new_client().data(ME)
    await until(lambda: reason(back_end, ends))
    assert await reason(back_end, ends) == "ROLE_ENDED"
    assert await reason(back_end, stays) is None
    assert await database.fetchval("SELECT disabled_at FROM task_record.webhooks WHERE id = $1", UUID(own)) is None


@pytest.mark.slow
async def test_a_token_with_the_role_is_seen(new_client: NewClient, database: Connection) -> None:
    admin = new_client(role="admin")
    webhook = await made_before(admin, database, "29 days")
    await new_client(id=admin.id, role="service").data(ME)
    recent = "SELECT role_seen_at > now() - interval '1 minute' FROM task_record.webhooks WHERE id = $1"
    await until(lambda: database.fetchval(recent, UUID(webhook)))


@pytest.mark.slow
async def test_a_change_transfers_responsibility(new_client: NewClient, back_end: Client, database: Connection) -> None:
    first, second = new_client(role="admin"), new_client(role="admin")
    webhook, other = await made_before(first, database), await made_before(first, database)
    for one in (webhook, other):
        await with_role(first, "user").data(ME)
        await until(partial(reason, back_end, one))
    changed = await second.mutate("updateWebhook", WEBHOOK, id=webhook, enabled=True)
    assert changed["webhook"]["disabledAt"] is None
    for one in (webhook, other):
        await seen_before(database, one, "1 minute")
    last = await made_before(first, database)
    await with_role(first, "user").data(ME)
    await until(lambda: reason(back_end, last))
    assert await reason(back_end, webhook) is None
    await with_role(second, "user").data(ME)
    await until(lambda: reason(back_end, webhook))
