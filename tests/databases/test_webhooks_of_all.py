"""A webhook of all users is in each of several databases, and is changed in all of them or in none."""

import asyncio
from functools import partial
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from models.claims import NOBODY
from resolvers.erasure.empty_storage import EmptyStorage
from server.jobs import complete_erasures
from server.stores.connections import open_database, open_storage
from tests.api import Client, mutation
from tests.application import ServedApplication
from tests.databases.pair import Pair
from tests.models.connections import connected
from tests.resolvers.webhooks.hooks import ADDRESS, LIST, WEBHOOK, create, note, noted, of_all_users
from tests.server.commands import run, variables
from tests.server.worker_tables import NO_SCHEDULE
from tests.services import with_database

PAGE = """query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String, $state: DeliveryState) {
  node(id: $id) { ... on Webhook {
    deliveries(first: $first, after: $after, last: $last, before: $before, state: $state) {
      nodes { id } pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
    } } } }"""
NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
ROW = """SELECT url, events, secret, previous_secret, disabled_at IS NULL AS is_on, user_id
  FROM task_record.webhooks WHERE id = $1"""
LEFT = """INSERT INTO task_record.webhook_deliveries (webhook_id, user_id, subject_id, type, data)
  VALUES ($1, $2, $3, 'task.created', '{}')"""
NOTE_LEFT = """INSERT INTO task_record.audit_entries (action, user_id, count, detail)
  VALUES ('grant_credits', $1, 7, 'Order 1042')"""
SENT = "SELECT id FROM task_record.webhook_deliveries WHERE webhook_id = $1 AND data::json ->> 'userId' = $2"
GIVEN = "Copied webhooks of all users to a database that lacked them: 1."
ABOUT = "SELECT type FROM task_record.webhook_deliveries WHERE subject_id = $1 ORDER BY type"


@pytest.fixture
def service(application: ServedApplication) -> Client:
    return application.new_client(role="service", plan=None)


async def rows(owners: list[asyncpg.Connection], webhook: str) -> list[asyncpg.Record | None]:
    """Return the webhook's row in each database, without times; None where there is none."""
    return [await owner.fetchrow(ROW, UUID(webhook)) for owner in owners]


@pytest.mark.slow
async def test_it_is_the_same_in_each(service: Client, owners: list[asyncpg.Connection]) -> None:
    url = "https://localhost/"
    async with of_all_users(service, "TASK_DELETED") as webhook:
        [made, *others] = await rows(owners, webhook)
        assert made
        assert others == [made] * 3
        changed = await service.mutate("updateWebhook", WEBHOOK, id=webhook, url=url, enabled=False)
        rotated = await service.mutate("rotateWebhookSecret", "secret", id=webhook)
        [found, *others] = await rows(owners, webhook)
        assert found
        assert others == [found] * 3
        assert dict(found) == dict(made) | {
            "url": url,
            "is_on": False,
            "secret": rotated["secret"],
            "previous_secret": made["secret"],
        }
        assert (await service.data(LIST))["viewer"]["webhooks"] == [changed["webhook"]]
    assert await rows(owners, webhook) == [None] * 4
    assert (await service.data(LIST))["viewer"]["webhooks"] == []


@pytest.mark.slow
async def test_it_ends_in_each_with_its_owners_role(
    application: ServedApplication, service: Client, owners: list[asyncpg.Connection]
) -> None:
    async with of_all_users(service, "TASK_DELETED") as webhook:
        for owner in owners:
            await owner.execute("UPDATE task_record.webhooks SET role_seen_at = now() - interval '1 minute'")
        await application.new_client(id=service.id).data("{ viewer { id } }")
        async with asyncio.timeout(10):
            while any(row and row["is_on"] for row in await rows(owners, webhook)):  # noqa: ASYNC110
                await asyncio.sleep(0.05)


@pytest.mark.slow
async def test_a_webhook_that_one_database_switched_off_is_shown(
    service: Client, owners: list[asyncpg.Connection]
) -> None:
    """Each database switches a webhook off by itself."""
    node = "query ($id: ID!) { node(id: $id) { ... on Webhook { failingSince disabledAt } } }"
    change = "UPDATE task_record.webhooks SET {} = now() - interval '1 hour' WHERE id = $1"
    async with of_all_users(service, "CREDITS_LOW") as webhook:
        for owner, column, name in (
            (owners[1], "failing_since", "failingSince"),
            (owners[2], "disabled_at", "disabledAt"),
        ):
            await owner.execute(change.format(column), UUID(webhook))
            [listed] = (await service.data(LIST))["viewer"]["webhooks"]
            found = (await service.data(node, id=webhook))["node"]
            assert found == {one: listed[one] for one in found}
            assert found[name]
        error = await service.refused("testWebhook", "delivery { id }", id=webhook)
        assert error["code"] == "CONFLICT"
        changed = await service.mutate("updateWebhook", WEBHOOK, id=webhook, enabled=True)
        assert (await service.data(node, id=webhook))["node"] == {"failingSince": None, "disabledAt": None}
        assert (await service.data(LIST))["viewer"]["webhooks"] == [changed["webhook"]]


@pytest.mark.slow
async def test_it_gets_events_of_users_of_all_databases(
    service: Client, users: list[Client], owners: list[asyncpg.Connection]
) -> None:
    sent: list[str] = []
    async with of_all_users(service, "TASK_DELETED") as webhook:
        own = [await create(user, "TASK_DELETED") for user in users]
        for user, owner, webhook_of_user in zip(users, owners, own, strict=True):
            task = await user.task("createTask", prompt="a hare")
            await user.mutate("deleteTask", "deletedTaskId", id=task["id"])
            deleted = [("task.deleted", {"id": task["id"], "userId": str(user.id)})]
            assert await noted(owner, webhook_of_user) == deleted
            # Tests of other processes delete tasks in these databases, too.
            assert [one for one in await noted(owner, webhook) if one[1]["userId"] == str(user.id)] == deleted
            sent += [str(row["id"]) for row in await owner.fetch(SENT, UUID(webhook), str(user.id))]
        found = (await service.data(PAGE, id=webhook, first=100))["node"]["deliveries"]["nodes"]
        assert len(sent) == 4
        assert {*sent} <= {node["id"] for node in found}
        ids = [webhook, *sent, own[2]]
        assert [node and node["id"] for node in (await service.data(NODES, ids=ids))["nodes"]] == [*ids[:-1], None]
        for user, webhook_of_user in zip(users, own, strict=True):
            assert [one["id"] for one in (await user.data(LIST))["viewer"]["webhooks"]] == [webhook_of_user]


@pytest.mark.slow
async def test_deliveries_of_all_databases_are_one_list(service: Client, owners: list[asyncpg.Connection]) -> None:
    """Deliveries of any database are sent again."""
    async with of_all_users(service, "CREDITS_LOW") as webhook:
        expected: list[str] = []
        for days in (3, 2, 1, 0):
            for owner in owners[days % 2 :]:
                expected = await note(owner, webhook, "failed" if days else "delivered", days=days) + expected
        assert len(expected) == 14

        async def walked(size: str, more: str, end: str, start: str, **given: Any) -> list[str]:
            found: list[str] = []
            cursor = None
            while True:
                page = (await service.data(PAGE, id=webhook, **{size: 5, start: cursor}, **given))["node"]["deliveries"]
                ids = [node["id"] for node in page["nodes"]]
                found = found + ids if size == "first" else ids + found
                if not page["pageInfo"][more]:
                    return found
                cursor = page["pageInfo"][end]

        forwards, backwards = (
            ("first", "hasNextPage", "endCursor", "after"),
            (
                "last",
                "hasPreviousPage",
                "startCursor",
                "before",
            ),
        )
        for way in (forwards, backwards):
            assert await walked(*way) == expected
            assert await walked(*way, state="FAILED") == expected[4:]
        one = await service.mutate("resendWebhook", "resentDeliveries", deliveryId=expected[-1])
        assert one == {"resentDeliveries": 1, "errors": []}
        since = {"webhookId": webhook, "since": "2020-01-01T00:00:00Z"}
        again = await service.mutate("resendWebhook", "resentDeliveries", failed=since)
        assert again["resentDeliveries"] >= 9
        assert await walked(*forwards, state="FAILED") == []
        sent = await service.mutate("testWebhook", "delivery { id type }", id=webhook)
        assert sent["delivery"]["type"] == "test"
        assert (await walked(*forwards))[0] == sent["delivery"]["id"]


@pytest.mark.slow
async def test_who_is_erased_is_forgotten_everywhere(
    application: ServedApplication, service: Client, users: list[Client], owners: list[asyncpg.Connection]
) -> None:
    """Of their events, only `task.deleted` stays, in their database, for the webhooks of all users."""
    user, administrator = users[1], application.new_client(role="admin")
    await create(user)
    async with of_all_users(service) as webhook:
        made = await create(Client(user.http, user.id, "admin", None), "TASK_FAILED", allUsers=True)
        assert None not in await rows(owners, made)
        await user.task("createTask", prompt="a hare")
        # Left in a database in which they were before a move.
        await owners[3].execute(LEFT, UUID(webhook), service.id, user.id)
        await owners[3].execute(NOTE_LEFT, user.id)
        given = {"userId": str(user.id), "dryRun": False}
        assert (await administrator.mutate("eraseUser", "erasure { tasks }", **given))["erasure"] == {"tasks": 2}
        told = [[row["type"] for row in await owner.fetch(ABOUT, user.id)] for owner in owners]
        assert told == [[], ["task.deleted"] * 2, [], []]
        assert await rows(owners, made) == [None] * 4
        for owner in owners:
            assert not await owner.fetchval("SELECT count(*) FROM task_record.webhooks WHERE user_id = $1", user.id)
        notes = "SELECT count, detail FROM task_record.audit_entries WHERE user_id = $1"
        assert [tuple(row) for row in await owners[3].fetch(notes, user.id)] == [(7, "")]


@pytest.mark.slow
async def test_an_erasure_is_complete_once_each_database_has_forgotten(pair: Pair) -> None:
    """A database that is down has deliveries about the user, from before a move, and a webhook that the user made."""
    user, administrator, back_end = (
        pair.there,
        *(Client(pair.here.http, one.id, "admin", None) for one in (pair.here, pair.there)),
    )
    others = await create(administrator, "CREDITS_LOW", allUsers=True)
    made = await create(back_end, "CREDITS_LOW", allUsers=True)
    async with connected(pair.settings.owner_urls[0]) as first:
        await first.execute(LEFT, UUID(others), administrator.id, user.id)
    await asyncio.to_thread(pair.servers[0].stop)
    given = {"userId": str(user.id), "dryRun": False}
    erasure = (await administrator.mutate("eraseUser", "erasure { id tasks }", **given))["erasure"]
    assert erasure["tasks"] == 1
    async with connected(pair.settings.owner_urls[1]) as second:
        await second.execute("UPDATE task_record.erasures SET sent_until = now()")
        await complete(pair)
        completed = "SELECT completed_at IS NOT NULL FROM task_record.erasures WHERE id = $1"
        assert not await second.fetchval(completed, UUID(erasure["id"]))
        pair.servers[0].start()
        await asyncio.to_thread(pair.servers[0].wait_until_ready)
        since = await create(back_end, "CREDITS_LOW", allUsers=True)  # the user has come back
        await complete(pair)
        assert await second.fetchval(completed, UUID(erasure["id"]))
        async with connected(pair.settings.owner_urls[0]) as first:
            assert [await first.fetch(ABOUT, user.id), *await rows([first, second], made)] == [[], None, None]
            assert None not in await rows([first, second], since)


async def complete(pair: Pair) -> None:
    """Complete erasures, as the worker of the second database does every minute."""
    async with open_database(pair.settings) as whole, open_storage(pair.settings) as storage:
        await complete_erasures(EmptyStorage(whole.parts[1], storage, NOBODY, whole), NO_SCHEDULE)


@pytest.mark.slow
async def test_a_new_database_gets_the_webhooks(pair: Pair) -> None:
    service = Client(pair.here.http, pair.here.id, "service", None)
    several = {
        "DATABASE_LISTEN_URL": " ".join(pair.settings.listen_urls),
        "DATABASE_ROUTE": str(pair.settings.database_route),
    }
    migrated = partial(run, "migrate", **variables(pair.settings, **several))
    assert (await asyncio.to_thread(migrated)).returncode == 0
    deleted, webhook = [await create(service, "CREDITS_LOW", allUsers=True) for _ in range(2)]
    await service.mutate("rotateWebhookSecret", "secret", id=webhook)
    await service.mutate("deleteWebhook", "deletedWebhookId", id=deleted)
    own = await create(pair.here)
    async with connected(with_database(pair.servers[1].superuser_url, "postgres")) as superuser:
        await superuser.execute("DROP DATABASE task_record WITH (FORCE)")
        await superuser.execute("CREATE DATABASE task_record OWNER task_record_owner")
    told = await asyncio.to_thread(migrated)
    assert (told.returncode, told.stderr.splitlines()[-1]) == (0, GIVEN)
    async with connected(pair.settings.owner_urls[0]) as first, connected(pair.settings.owner_urls[1]) as second:
        [expected, found] = await rows([first, second], webhook)
        assert expected == found
        assert expected
        assert await second.fetchval("SELECT array_agg(id) FROM task_record.webhooks") == [UUID(webhook)]
        await service.mutate("deleteWebhook", "deletedWebhookId", id=webhook)
        assert (await asyncio.to_thread(migrated)).returncode == 0
        assert await rows([first, second], webhook) == [None, None]
        assert await first.fetchval("SELECT array_agg(id) FROM task_record.webhooks") == [UUID(own)]


@pytest.mark.slow
async def test_while_a_database_is_dead_it_is_changed_nowhere(pair: Pair) -> None:
    service = Client(pair.here.http, pair.here.id, "service", None)
    webhook, own = await create(service, "CREDITS_LOW", allUsers=True), await create(pair.here)
    delivery = (await service.mutate("testWebhook", "delivery { id }", id=webhook))["delivery"]["id"]
    count = "SELECT count(*) FROM task_record.webhooks"
    async with connected(pair.settings.owner_urls[0]) as alive:
        before = await rows([alive], webhook)
        await asyncio.to_thread(pair.servers[1].stop)
        given = {"url": ADDRESS, "events": ["TASK_CREATED"], "allUsers": True}
        for name, result, asked in (
            ("createWebhook", WEBHOOK, given),
            ("updateWebhook", WEBHOOK, {"id": webhook, "enabled": False}),
            ("rotateWebhookSecret", WEBHOOK, {"id": webhook}),
            ("deleteWebhook", "deletedWebhookId", {"id": webhook}),
        ):
            error = await service.error(mutation(name, result), input=asked)
            assert error["extensions"] == {"code": "UNAVAILABLE"}, name
            assert error["message"].startswith("The database cannot be reached")
        assert await rows([alive], webhook) == before
        assert await alive.fetchval(count) == 2
        answer = await service.post("{ viewer { webhooks { id deliveries { nodes { id } } } } }")
        sent = [(webhook, [{"id": delivery}]), (own, [])]
        listed = [{"id": one, "deliveries": {"nodes": nodes}} for one, nodes in sent]
        assert answer["data"]["viewer"]["webhooks"] == listed
        [error] = answer["errors"]
        name = f"127.0.0.1:{pair.servers[1].port}/task_record"
        assert error["extensions"] == {"code": "UNAVAILABLE", "databases": [name]}
        resent: list[dict[str, Any]] = [
            {"deliveryId": delivery},
            {"failed": {"webhookId": webhook, "since": "2020-01-01T00:00:00Z"}},
        ]
        for again in resent:
            error = await service.error(mutation("resendWebhook", "resentDeliveries"), input=again)
            assert error["extensions"] == {"code": "UNAVAILABLE"}
        changed = await pair.here.mutate("updateWebhook", WEBHOOK, id=own, events=["TASK_FAILED"])
        assert changed["webhook"]["events"] == ["TASK_FAILED"]
