"""Events of tasks reach webhooks: signed, at least once, and again until they are accepted."""

from datetime import datetime

import asyncpg
import pytest
from standardwebhooks import WebhookVerificationError

from tests.api import Client
from tests.server.webhooks.attempted import DELIVERIES, sent, until_attempted
from tests.server.webhooks.receiver import Receiver, answering


async def test_events_of_a_task_are_sent_and_signed(user: Client, receiver: Receiver) -> None:
    webhook, secret = await receiver.webhook(user, "/tasks")
    task = await user.task("createTask", prompt="a fox in the snow", modelVersion="gemini-1.5-pro")
    await user.task("failTask", id=task["id"], errorMessage="out of memory", tokensUsed=7)
    await user.mutate("deleteTask", "deletedTaskId", id=task["id"])
    received = await receiver.until("/tasks", 3)
    events = {one.event["type"]: one.verified(secret) for one in received}
    assert {name: event["data"] for name, event in events.items()} == {
        "task.created": {
            "id": task["id"],
            "userId": str(user.id),
            "taskType": "IMAGE_GENERATION",
            "status": "PENDING",
            "tokensUsed": 0,
            "creditsDeducted": 0,
            "aspectRatio": None,
            "modelVersion": "gemini-1.5-pro",
            "imageCount": 1,
            "generationTimeMs": None,
            "createdAt": task["createdAt"],
            "completedAt": None,
            "externalId": None,
            "inputTokens": None,
            "outputTokens": None,
            "cost": None,
            "failureCode": None,
            "startedAt": None,
            "deadline": None,
        },
        "task.failed": events["task.failed"]["data"] | {"status": "FAILED", "tokensUsed": 7},
        "task.deleted": {"id": task["id"], "userId": str(user.id)},
    }
    assert datetime.fromisoformat(events["task.created"]["timestamp"]) == datetime.fromisoformat(task["createdAt"])
    assert all(b"fox" not in one.body and b"memory" not in one.body for one in received)
    deliveries = await sent(user, webhook, "DELIVERED", 3)
    assert {one["id"] for one in deliveries} == {one.headers["webhook-id"] for one in received}
    for one in deliveries:
        [attempt] = one["attempts"]
        assert (attempt["status"], attempt["error"], attempt["errorCode"]) == (200, None, None)
        assert one["nextAttemptAt"] is None
        assert 0 <= attempt["durationMs"] < 5_000


@pytest.mark.slow
async def test_a_refused_event_is_resent_with_the_same_id(
    user: Client, receiver: Receiver, database: asyncpg.Connection
) -> None:
    receiver.answers["/again"] = answering(500, 302, 200, Location=receiver.url("/elsewhere"))
    webhook, secret = await receiver.webhook(user, "/again", "TASK_CREATED")
    await user.task("createTask", prompt="a fox")
    [waiting] = await sent(user, webhook)
    assert waiting["state"] == "WAITING"
    failing = (await user.data(DELIVERIES, id=webhook))["node"]
    assert failing["failingSince"] is not None
    assert failing["disabledAt"] is None
    for number in (2, 3):
        await user.mutate("resendWebhook", "resentDeliveries", deliveryId=waiting["id"])
        await receiver.until("/again", number)
    [delivered] = await sent(user, webhook, "DELIVERED")
    assert [attempt["status"] for attempt in delivered["attempts"]] == [500, 302, 200]
    assert (await user.data(DELIVERIES, id=webhook))["node"]["failingSince"] is None
    first, *others = receiver.of("/again")
    assert {one.headers["webhook-id"] for one in others} == {first.headers["webhook-id"]} == {waiting["id"]}
    assert {one.body for one in others} == {first.body}
    assert all(one.verified(secret) for one in others)
    assert receiver.of("/elsewhere") == []


@pytest.mark.slow
async def test_a_refused_event_is_sent_again_automatically(user: Client, receiver: Receiver) -> None:
    """The first repetition comes after five seconds."""
    receiver.answers["/flaky"] = answering(503, 200)
    webhook, _ = await receiver.webhook(user, "/flaky", "TASK_CREATED")
    await user.task("createTask", prompt="a fox")
    [waiting] = await sent(user, webhook)
    due, began = (
        datetime.fromisoformat(instant) for instant in (waiting["nextAttemptAt"], waiting["attempts"][0]["startedAt"])
    )
    assert 5 <= (due - began).total_seconds() < 7
    await receiver.until("/flaky", 2)
    [delivered] = await sent(user, webhook, "DELIVERED")
    assert [attempt["status"] for attempt in delivered["attempts"]] == [503, 200]


@pytest.mark.slow
async def test_a_webhook_that_answers_410_is_switched_off(user: Client, receiver: Receiver) -> None:
    receiver.answers["/gone"] = answering(410)
    webhook, _ = await receiver.webhook(user, "/gone", "TASK_CREATED")
    await user.task("createTask", prompt="a fox")
    await sent(user, webhook)
    found = (await user.data(DELIVERIES, id=webhook))["node"]
    assert found["disabledAt"] is not None
    assert found["disabledReason"] == "GONE"
    await user.task("createTask", prompt="another fox")
    refused = await user.refused("testWebhook", "delivery { id }", id=webhook)
    assert (refused["code"], refused["field"]) == ("CONFLICT", ["input", "id"])
    del receiver.answers["/gone"]
    await user.mutate("updateWebhook", "webhook { id }", id=webhook, enabled=True)
    again = {"webhookId": webhook, "since": "2025-01-01T00:00:00Z"}
    assert (await user.mutate("resendWebhook", "resentDeliveries", failed=again))["resentDeliveries"] == 1
    await receiver.until("/gone", 2)
    [delivered] = await sent(user, webhook, "DELIVERED")
    assert [attempt["status"] for attempt in delivered["attempts"]] == [410, 200]


@pytest.mark.slow
async def test_after_three_days_of_failures_it_is_switched_off(
    user: Client, receiver: Receiver, database: asyncpg.Connection
) -> None:
    receiver.answers["/broken"] = answering(500)
    webhook, _ = await receiver.webhook(user, "/broken", "TASK_CREATED")
    for age, reason in ((71, None), (73, "FAILURES")):
        await database.execute(
            "UPDATE task_record.webhooks SET failing_since = now() - make_interval(hours => $2) WHERE id = $1",
            webhook,
            age,
        )
        tested = await user.mutate("testWebhook", "delivery { id }", id=webhook)
        await until_attempted(user, tested["delivery"]["id"])
        found = (await user.data(DELIVERIES, id=webhook))["node"]
        assert (found["disabledAt"] is not None) is (reason is not None)
        assert found["disabledReason"] == reason


@pytest.mark.slow
async def test_after_the_last_attempt_an_event_can_be_resent(
    user: Client, receiver: Receiver, database: asyncpg.Connection
) -> None:
    receiver.answers["/late"] = answering(500)
    webhook, _ = await receiver.webhook(user, "/late", "TASK_CREATED")
    await user.task("createTask", prompt="a fox")
    [first] = await sent(user, webhook)
    await database.execute(
        "UPDATE task_record.webhook_deliveries SET failures = 9, next_attempt_at = now() WHERE webhook_id = $1", webhook
    )
    await database.execute("UPDATE task_record.webhooks SET rests_until = now() WHERE id = $1", webhook)
    [failed] = await sent(user, webhook, "FAILED")
    assert (len(failed["attempts"]), failed["nextAttemptAt"]) == (2, None)
    del receiver.answers["/late"]
    again = {"webhookId": webhook, "since": first["attempts"][0]["startedAt"][:10] + "T00:00:00Z"}
    assert (await user.mutate("resendWebhook", "resentDeliveries", failed=again))["resentDeliveries"] == 1
    await sent(user, webhook, "DELIVERED")


@pytest.mark.slow
async def test_a_new_secret_and_the_old_one_sign_for_a_day(
    user: Client, receiver: Receiver, database: asyncpg.Connection
) -> None:
    webhook, old = await receiver.webhook(user, "/rotated")
    _, other = await receiver.webhook(user, "/other")
    new = (await user.mutate("rotateWebhookSecret", "secret", id=webhook))["secret"]
    assert new != old
    await user.mutate("testWebhook", "delivery { id }", id=webhook)
    [both] = await receiver.until("/rotated")
    with pytest.raises(WebhookVerificationError):
        both.verified(other)
    assert both.verified(old) == both.verified(new)
    assert both.event["data"] == {"webhookId": webhook}
    await database.execute("UPDATE task_record.webhooks SET previous_secret_until = now() WHERE id = $1", webhook)
    await user.mutate("testWebhook", "delivery { id }", id=webhook)
    _, one = await receiver.until("/rotated", 2)
    assert one.verified(new)["type"] == "test"
    with pytest.raises(WebhookVerificationError):
        one.verified(old)
