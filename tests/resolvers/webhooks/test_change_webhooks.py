"""Users create, change and delete their own webhooks; back ends and administrators also those of all users."""

import asyncio
from base64 import b64decode
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from asyncpg import Connection

from tests.api import Client, NewClient, mutation
from tests.resolvers.webhooks.hooks import ADDRESS, LIST, WEBHOOK, create, of_all_users

TRUSTED: list[Any] = ["admin", "service"]
ON_ONE: dict[str, dict[str, Any]] = {
    "updateWebhook": {"url": "https://localhost/"},
    "rotateWebhookSecret": {},
    "deleteWebhook": {},
    "testWebhook": {},
}
UNCHANGED = "{ viewer { webhooks { id url events } } }"
"""The fields of a webhook that do not change while events are sent to it."""
RESULTS = {"deleteWebhook": "deletedWebhookId", "testWebhook": "delivery { id }"}
FAILING = "UPDATE task_record.webhooks SET failing_since = now() WHERE id = $1"
SECRETS = """SELECT secret, previous_secret, previous_secret_until - now() AS both_for
  FROM task_record.webhooks WHERE id = $1"""

REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"url": "http://localhost/"}, "url", "URL scheme should be 'https'"),
    ({"url": "ftp://localhost/"}, "url", "URL scheme should be 'https'"),
    ({"url": "localhost"}, "url", "Must be a valid URL, relative URL without a base"),
    ({"url": ""}, "url", "Must be a valid URL, input is empty"),
    ({"url": "https://"}, "url", "Must be a valid URL, empty host"),
    ({"url": "https://me:secret@localhost/"}, "url", "Must not have a user name or password"),
    ({"url": "https://me@localhost/"}, "url", "Must not have a user name or password"),
    ({"url": "https://localhost/" + "x" * 2_000}, "url", "URL should have at most 2000 characters"),
    ({"url": "https://localhost/" + "ö" * 400}, "url", "Must have at most 2000 characters after"),
    ({"events": []}, "events", "Must have at least 1 item"),
    ({"events": ["TASK_CREATED"] * 101}, "events", "Must have at most 100 items"),
]

NOT_PUBLIC = ("10.0.0.1", "127.0.0.1:8443", "169.254.169.254", "0xA9FEA9FE", "127.1", "[::1]", "[::ffff:10.0.0.1]")
"""Hosts that are not public addresses, in several spellings."""


async def test_a_secret_is_shown_only_once(user: Client, database: Connection) -> None:
    events = ["TASK_FAILED", "CREDITS_LOW", "TASK_FAILED"]
    made = await user.mutate("createWebhook", f"{WEBHOOK} secret", url=ADDRESS, events=events)
    webhook, secret = made["webhook"], made["secret"]
    assert webhook == {
        "id": str(UUID(webhook["id"])),
        "url": ADDRESS,
        "events": ["TASK_FAILED", "CREDITS_LOW"],
        "allUsers": False,
        "createdAt": webhook["createdAt"],
        "failingSince": None,
        "disabledAt": None,
        "disabledReason": None,
    }
    assert datetime.now().astimezone() - datetime.fromisoformat(webhook["createdAt"]) < timedelta(minutes=1)
    kind, _, key = secret.partition("_")
    assert (kind, len(b64decode(key, validate=True))) == ("whsec", 24)

    rotated = await user.mutate("rotateWebhookSecret", f"{WEBHOOK} secret", id=webhook["id"])
    assert rotated["webhook"] == webhook
    assert rotated["secret"] not in (None, secret)
    stored = await database.fetchrow(SECRETS, UUID(webhook["id"]))
    assert (stored["secret"], stored["previous_secret"]) == (rotated["secret"], secret)
    assert timedelta(hours=23, minutes=59) < stored["both_for"] <= timedelta(hours=24)

    for asked in (
        "{ viewer { webhooks { secret } } }",
        mutation("updateWebhook", "webhook { secret }"),
        mutation("updateWebhook", "secret"),
    ):
        answer = await user.post(asked, input={"id": webhook["id"]})
        assert "Cannot query field 'secret'" in answer["errors"][0]["message"]
    assert secret not in str(await user.data(LIST))


async def test_omitted_fields_stay(user: Client, database: Connection) -> None:
    webhook = await create(user, "TASK_CREATED")
    [expected] = (await user.data(LIST))["viewer"]["webhooks"]
    for change in (
        {"url": "https://localhost:8443/a?b=c#d"},
        {"events": ["TASK_DELETED", "CREDITS_LOW"]},
        {"url": "https://example.com/", "events": ["TASK_FAILED"]},
        {},
        {"enabled": None, "url": None, "events": None},
    ):
        changed = await user.mutate("updateWebhook", WEBHOOK, id=webhook, **change)
        expected |= {name: value for name, value in change.items() if value is not None}
        assert changed == {"webhook": expected, "errors": []}
    off = await user.mutate("updateWebhook", WEBHOOK, id=webhook, enabled=False)
    assert off["webhook"]["disabledAt"]
    assert off["webhook"] == expected | {"disabledAt": off["webhook"]["disabledAt"], "disabledReason": "SWITCHED_OFF"}
    assert await user.mutate("updateWebhook", WEBHOOK, id=webhook, enabled=False) == off
    await database.execute(FAILING, UUID(webhook))
    still = await user.mutate("updateWebhook", WEBHOOK, id=webhook, events=expected["events"])
    assert still["webhook"]["failingSince"]
    assert still["webhook"]["disabledAt"] == off["webhook"]["disabledAt"]
    assert (await user.mutate("updateWebhook", WEBHOOK, id=webhook, enabled=True))["webhook"] == expected
    assert (await user.data(LIST))["viewer"]["webhooks"] == [expected]


async def test_invalid_and_private_addresses_are_refused(user: Client) -> None:
    webhook = await create(user, "TASK_CREATED")
    before = await user.data(LIST)
    private = "This is not a public address, so webhooks are not sent to it."
    tried = [(wrong, "INVALID", field, reason) for wrong, field, reason in REFUSED]
    tried += [({"url": f"https://{host}/data"}, "ADDRESS_NOT_PUBLIC", "url", private) for host in NOT_PUBLIC]
    for wrong, code, field, reason in tried:
        created = {"url": ADDRESS, "events": ["TASK_CREATED"]} | wrong
        for name, given in (("createWebhook", created), ("updateWebhook", {"id": webhook} | wrong)):
            error = await user.refused(name, WEBHOOK, **given)
            assert (error["code"], error["field"]) == (code, ["input", field]), wrong
            assert reason in error["message"]
    assert await user.data(LIST) == before


@pytest.mark.slow
async def test_nobody_has_more_than_ten(user: Client, new_client: NewClient) -> None:
    """Also when many are created at once. Those of all users are another ten."""
    for client, more, whose in (
        (user, {}, "one user"),
        (new_client(role="service"), {}, "one user"),
        (new_client(role="service"), {"allUsers": True}, "all users"),
    ):
        given = {"url": ADDRESS, "events": ["CREDITS_LOW"], **more}
        payloads = await asyncio.gather(*(client.mutate("createWebhook", "webhook { id }", **given) for _ in range(14)))
        made = [payload["webhook"]["id"] for payload in payloads if payload["webhook"]]
        errors = [error for payload in payloads for error in payload["errors"]]
        assert (len(made), len(errors)) == (10, 4)
        assert {(error["code"], error["message"]) for error in errors} == {
            ("QUOTA_EXCEEDED", f"There may be 10 webhooks of {whose}, and there are as many. Delete or change one.")
        }
        for webhook in made:
            await client.mutate("deleteWebhook", "deletedWebhookId", id=webhook)
        await client.mutate("deleteWebhook", "deletedWebhookId", id=await create(client, **more))


@pytest.mark.parametrize("role", ["user", *TRUSTED])
async def test_nobody_changes_anothers_webhook(user: Client, new_client: NewClient, role: Any) -> None:
    webhook = await create(user, "CREDITS_LOW")
    sent = (await user.mutate("testWebhook", "delivery { id }", id=webhook))["delivery"]["id"]
    before, other = await user.data(UNCHANGED), new_client(role=role)
    for name, more in ON_ONE.items():
        for given, code in ((webhook, "NOT_FOUND"), (str(uuid4()), "NOT_FOUND"), ("x", "INVALID")):
            assert await other.refusal(name, RESULTS.get(name, WEBHOOK), id=given, **more) == (code, ["input", "id"])
    for asked, field in (
        ({"deliveryId": sent}, ["deliveryId"]),
        ({"failed": {"webhookId": webhook, "since": "2020-01-01T00:00:00Z"}}, ["failed", "webhookId"]),
    ):
        assert await other.refusal("resendWebhook", "resentDeliveries", **asked) == ("NOT_FOUND", ["input", *field])
    assert await user.data(UNCHANGED) == before


async def test_users_cannot_receive_events_of_all_users(user: Client, new_client: NewClient) -> None:
    given = {"url": ADDRESS, "events": ["TASK_CREATED"], "allUsers": True}
    error = await user.error(mutation("createWebhook", WEBHOOK), input=given)
    assert error["extensions"]["code"] == "FORBIDDEN"
    assert error["message"] == "Receiving the events of all users needs the SERVICE or ADMIN role."
    assert (await user.data(LIST))["viewer"]["webhooks"] == []
    async with of_all_users(new_client(role="service"), "CREDITS_LOW") as webhook:
        for name, more in ON_ONE.items():
            assert (await user.refused(name, RESULTS.get(name, WEBHOOK), id=webhook, **more))["code"] == "NOT_FOUND"


@pytest.mark.parametrize("role", TRUSTED)
async def test_webhooks_of_all_users_are_shared_by_those_allowed(
    new_client: NewClient, database: Connection, role: Any
) -> None:
    """Not only by their creator, who may have left."""
    maker, other = new_client(role="admin"), new_client(role=role)
    async with of_all_users(maker, "CREDITS_LOW") as webhook:
        before = await database.fetchval("SELECT secret FROM task_record.webhooks WHERE id = $1", UUID(webhook))
        changed = await other.mutate("updateWebhook", WEBHOOK, id=webhook, events=["TASK_FAILED"], enabled=False)
        assert changed["webhook"] in (await maker.data(LIST))["viewer"]["webhooks"]
        assert (changed["webhook"]["events"], changed["webhook"]["allUsers"]) == (["TASK_FAILED"], True)
        rotated = await other.mutate("rotateWebhookSecret", "secret", id=webhook)
        stored = await database.fetchrow(SECRETS, UUID(webhook))
        assert (stored["secret"], stored["previous_secret"]) == (rotated["secret"], before)
        deleted = await other.mutate("deleteWebhook", "deletedWebhookId", id=webhook)
        assert deleted == {"deletedWebhookId": webhook, "errors": []}
        assert webhook not in str(await maker.data(LIST))
