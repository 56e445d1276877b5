"""Events that were not delivered can be sent again, and a test event can be sent."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from asyncpg import Connection

from tests.api import Client, NewClient, mutation
from tests.resolvers.webhooks.hooks import LIST, create, note, noted, of_all_users

DELIVERY = "delivery { id type state nextAttemptAt attempts { status error } createdAt }"
STATES = "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on WebhookDelivery { state nextAttemptAt } } }"
FAILURES = "SELECT sum(failures) FROM task_record.webhook_deliveries WHERE id = ANY ($1)"
SWITCH_ON = "The webhook is switched off, so nothing is sent. Switch it on with `updateWebhook`."


def ago(**given: float) -> str:
    return (datetime.now(UTC) - timedelta(**given)).isoformat()


async def states(client: Client, deliveries: list[str]) -> set[tuple[str, bool]]:
    """The states of the deliveries, each with whether another attempt is due."""
    nodes = (await client.data(STATES, ids=deliveries))["nodes"]
    return {(node["state"], node["nextAttemptAt"] is not None) for node in nodes}


async def test_a_test_event_is_sent_and_deleted_with_its_webhook(user: Client, database: Connection) -> None:
    webhook = await create(user, "CREDITS_LOW")
    payload = await user.mutate("testWebhook", DELIVERY, id=webhook)
    sent = payload["delivery"]
    assert payload["errors"] == []
    assert (sent["type"], sent["state"], sent["attempts"]) == ("test", "WAITING", [])
    assert sent["nextAttemptAt"] == sent["createdAt"]
    assert await noted(database, webhook) == [("test", {"webhookId": webhook})]
    deleted = await user.mutate("deleteWebhook", "deletedWebhookId", id=webhook)
    assert deleted == {"deletedWebhookId": webhook, "errors": []}
    assert (await user.data(LIST))["viewer"]["webhooks"] == []
    found = await user.data("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=[webhook, sent["id"]])
    assert found["nodes"] == [None, None]


@pytest.mark.parametrize("state", ["delivered", "failed", "waiting"])
async def test_one_delivery_is_sent_again(user: Client, database: Connection, state: str) -> None:
    webhook = await create(user)
    [delivery, other] = await note(database, webhook, state, 2)
    before = await database.fetchrow("SELECT * FROM task_record.webhook_deliveries WHERE id = $1", UUID(other))
    await database.execute("UPDATE task_record.webhook_deliveries SET failures = 9 WHERE id = $1", UUID(delivery))
    payload = await user.mutate("resendWebhook", "resentDeliveries", deliveryId=delivery)
    assert payload == {"resentDeliveries": 1, "errors": []}
    assert await states(user, [delivery]) == {("WAITING", True)}
    assert await database.fetchval(FAILURES, [UUID(delivery)]) < 9
    assert await database.fetchrow("SELECT * FROM task_record.webhook_deliveries WHERE id = $1", UUID(other)) == before


async def test_failed_deliveries_are_sent_again(user: Client, database: Connection) -> None:
    webhook = await create(user)
    elsewhere, delivered = await create(user), await note(database, webhook, "delivered", 2)
    of_another = await note(database, elsewhere, "failed")
    old, failed = await note(database, webhook, "failed", 2, days=3), await note(database, webhook, "failed", 3, days=1)
    asked = {"webhookId": webhook, "since": ago(days=2)}
    payload = await user.mutate("resendWebhook", "resentDeliveries", failed=asked)
    assert payload == {"resentDeliveries": 3, "errors": []}
    assert await states(user, failed) == {("WAITING", True)}
    assert await states(user, [*old, *of_another]) == {("FAILED", False)}
    assert await states(user, delivered) == {("DELIVERED", False)}


async def test_nothing_is_sent_to_a_disabled_webhook(user: Client, database: Connection) -> None:
    webhook = await create(user)
    [delivery] = await note(database, webhook, "failed")
    await user.mutate("updateWebhook", "webhook { id }", id=webhook, enabled=False)
    failed = {"failed": {"webhookId": webhook, "since": ago(days=1)}}
    asked: list[tuple[str, dict[str, Any], list[str]]] = [
        ("testWebhook", {"id": webhook}, ["id"]),
        ("resendWebhook", {"deliveryId": delivery}, ["deliveryId"]),
        ("resendWebhook", failed, ["failed", "webhookId"]),
    ]
    for name, given, field in asked:
        error = await user.refused(name, "errors { details }", **given)
        assert (error["code"], error["field"], error["message"]) == ("CONFLICT", ["input", *field], SWITCH_ON)
    assert await states(user, [delivery]) == {("FAILED", False)}
    assert len(await noted(database, webhook)) == 1


async def test_deliveries_must_be_named_in_exactly_one_way(user: Client) -> None:
    webhook = await create(user)
    failed = {"webhookId": webhook, "since": ago(days=1)}
    one = "OneOf Input Object type 'ResendWebhookInput', exactly one field must be specified"
    for wrong, reason in (
        ({}, one),
        ({"deliveryId": webhook, "failed": failed}, one),
        ({"deliveryId": None}, f"at .deliveryId: Within {one}, and the value for that field must be non-null."),
        ({"failed": {"since": ago()}}, "include required field 'webhookId'"),
    ):
        error = await user.error(mutation("resendWebhook", "resentDeliveries"), input=wrong)
        assert error["extensions"]["code"] == "BAD_USER_INPUT"
        assert reason in error["message"]
    for given, field in (
        ({"deliveryId": "x"}, ["deliveryId"]),
        ({"failed": failed | {"webhookId": "x"}}, ["failed", "webhookId"]),
    ):
        assert await user.refusal("resendWebhook", "resentDeliveries", **given) == ("INVALID", ["input", *field])


async def test_deliveries_of_all_users_are_sent_again(new_client: NewClient, database: Connection) -> None:
    async with of_all_users(new_client(role="admin"), "CREDITS_LOW") as webhook:
        trusted = new_client(role="service")
        deliveries = await note(database, webhook, "failed", 3, days=1)
        failed = {"webhookId": webhook, "since": ago(hours=25)}
        every = await trusted.mutate("resendWebhook", "resentDeliveries", failed=failed)
        one = await trusted.mutate("resendWebhook", "resentDeliveries", deliveryId=deliveries[0])
        assert (every["resentDeliveries"], one["resentDeliveries"]) == (3, 1)
        assert await states(trusted, deliveries) == {("WAITING", True)}
