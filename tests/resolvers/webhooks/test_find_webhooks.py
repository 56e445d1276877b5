"""Users find their own webhooks and deliveries; back ends and administrators also those of all users."""

from typing import Any
from uuid import uuid4

import pytest
from asyncpg import Connection

from tests.api import Client, NewClient
from tests.resolvers.pages import both_ways
from tests.resolvers.webhooks.hooks import LIST, create, note, of_all_users

NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }"
NODE = "query ($id: ID!) { node(id: $id) { id } }"
DELIVERY = """query ($id: ID!) { node(id: $id) { ... on WebhookDelivery {
  id type state nextAttemptAt createdAt attempts { startedAt durationMs status error }
} } }"""
PAGE = """query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String, $state: DeliveryState) {
  node(id: $id) { ... on Webhook {
    deliveries(first: $first, after: $after, last: $last, before: $before, state: $state) {
      nodes { id state } edges { cursor node { id } }
      pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
    } } } }"""


async def page(client: Client, webhook: str, **window: Any) -> dict[str, Any]:
    return dict((await client.data(PAGE, id=webhook, **window))["node"]["deliveries"])


def ids(page: dict[str, Any]) -> list[str]:
    assert [edge["node"]["id"] for edge in page["edges"]] == [node["id"] for node in page["nodes"]]
    return [node["id"] for node in page["nodes"]]


async def test_a_users_own_are_listed_oldest_first(user: Client, new_client: NewClient) -> None:
    made = [await create(user, "TASK_CREATED", url=f"https://localhost/{number}") for number in (3, 1, 2)]
    await create(new_client())
    async with of_all_users(new_client(role="admin"), "CREDITS_LOW") as of_all:
        assert [one["id"] for one in (await user.data(LIST))["viewer"]["webhooks"]] == made
        assert (await user.data(NODE, id=of_all))["node"] is None
        for role in ("admin", "service"):
            trusted = new_client(role=role)
            own = await create(trusted, "CREDITS_LOW")
            listed = (await trusted.data(LIST))["viewer"]["webhooks"]
            assert [(one["id"], one["allUsers"]) for one in listed] == [(of_all, True), (own, False)]


async def test_each_is_found_by_its_id_by_callers_with_the_right(user: Client, new_client: NewClient) -> None:
    task, webhook = await user.task("createTask", prompt="a fox"), await create(user)
    delivery = (await user.mutate("testWebhook", "delivery { id }", id=webhook))["delivery"]["id"]
    wanted = [delivery, task["id"], str(uuid4()), webhook, delivery]
    kinds = ["WebhookDelivery", "TaskRecord", None, "Webhook", "WebhookDelivery"]
    found = [kind and {"id": one, "__typename": kind} for one, kind in zip(wanted, kinds, strict=True)]
    assert (await user.data(NODES, ids=wanted))["nodes"] == found
    assert (await user.data(NODE, id=webhook))["node"] == {"id": webhook}
    for other in (new_client(), new_client(role="admin")):
        assert (await other.data(NODES, ids=[webhook, delivery]))["nodes"] == [None, None]
    trusted = new_client(role="service")
    async with of_all_users(administrator := new_client(role="admin"), "TASK_FAILED") as of_all:
        sent = (await trusted.mutate("testWebhook", "delivery { id }", id=of_all))["delivery"]["id"]
        assert [one["id"] for one in (await trusted.data(NODES, ids=[of_all, sent]))["nodes"]] == [of_all, sent]
        assert ids(await page(trusted, of_all)) == [sent]
        for other in (user, former := new_client(administrator.id)):
            assert (await other.data(NODES, ids=[of_all, sent]))["nodes"] == [None, None]
        assert (await former.data(LIST))["viewer"]["webhooks"] == []
        for name in ("updateWebhook", "rotateWebhookSecret"):
            assert (await former.refused(name, "webhook { id }", id=of_all))["code"] == "NOT_FOUND"


async def test_a_delivery_lists_its_attempts(user: Client, database: Connection) -> None:
    webhook = await create(user)
    [delivery] = await note(database, webhook, "failed")
    found = (await user.data(DELIVERY, id=delivery))["node"]
    assert found.pop("createdAt")
    assert found == {
        "id": delivery,
        "type": "task.deleted",
        "state": "FAILED",
        "nextAttemptAt": None,
        "attempts": [{"startedAt": "2026-11-28T10:00:00+00:00", "durationMs": 12, "status": None, "error": "refused"}],
    }


@pytest.mark.slow
async def test_deliveries_are_paged_newest_first(user: Client, database: Connection) -> None:
    webhook, other = await create(user), await create(user)
    await note(database, other, "delivered", 2)
    await note(database, webhook, "failed", 1, days=31)
    failed = await note(database, webhook, "failed", 3, days=1)
    expected = await note(database, webhook, "delivered", 4) + failed

    async def read(**window: Any) -> dict[str, Any]:
        return await page(user, webhook, **window)

    assert [node["id"] for node in await both_ways(read, 3)] == expected
    assert ids(await page(user, webhook, state="FAILED")) == failed
    assert ids(await page(user, webhook, state="DELIVERED", last=2)) == expected[2:4]
    assert ids(await page(user, webhook, state="WAITING")) == []
    end = (await page(user, webhook, state="FAILED", first=2))["pageInfo"]["endCursor"]
    assert ids(await page(user, webhook, state="FAILED", after=end)) == failed[2:]
    for wrong in (
        {"id": webhook, "after": end},
        {"id": other, "state": "FAILED", "after": end},
        {"id": webhook, "state": "FAILED", "after": "nonsense"},
        {"id": webhook, "first": 101},
        {"id": webhook, "first": 1, "last": 1},
    ):
        assert await user.error_code(PAGE, **wrong) == "BAD_USER_INPUT"
