"""Events are verified as Standard Webhooks specifies: its own library signs them here."""

from datetime import UTC, datetime, timedelta

import pytest
from task_record import NotVerified, Webhooks

from tests.clients.signed_event import BODY, EVENT, OLD_SECRET, SECRET, headers


def test_an_event_is_read() -> None:
    event = Webhooks(SECRET).verify(BODY.encode(), headers())
    assert (event.id, event.type, event.timestamp.year) == ("msg_1", "task.completed", 2026)
    assert (event.task_id, event.user_id) == (EVENT["data"]["id"], EVENT["data"]["userId"])  # type: ignore[index]


def test_either_of_two_secrets_will_do() -> None:
    both = headers()
    both["Webhook-Signature"] = f"{headers(OLD_SECRET)['Webhook-Signature']} {both['Webhook-Signature']} v2,other"
    for secrets in (SECRET, OLD_SECRET, [OLD_SECRET, SECRET]):
        assert Webhooks(secrets).verify(BODY, both).type == "task.completed"


@pytest.mark.parametrize("age", [timedelta(minutes=6), timedelta(minutes=-6)])
def test_an_old_event_is_refused(age: timedelta) -> None:
    with pytest.raises(NotVerified, match="more than five minutes"):
        Webhooks(SECRET).verify(BODY, headers(at=datetime.now(UTC) - age))


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"Webhook-Id": "msg_2"},
        {"Webhook-Timestamp": "soon"},
        {"Webhook-Signature": "v1,"},
        {"Webhook-Signature": "v1,%%%"},
        {"Webhook-Signature": ""},
    ],
)
def test_what_is_forged_is_refused(changed: dict[str, str]) -> None:
    given = {**headers(), **changed} if changed else headers(OLD_SECRET)
    with pytest.raises(NotVerified):
        Webhooks(SECRET).verify(BODY, given)
    with pytest.raises(NotVerified):
        Webhooks(SECRET).verify(BODY + " ", headers())
    with pytest.raises(NotVerified):
        Webhooks(SECRET).verify(BODY, {})


def test_without_a_secret_nothing_is_verified() -> None:
    with pytest.raises(ValueError, match="webhook_secret"):
        Webhooks(()).verify(BODY, headers())
