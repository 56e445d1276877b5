"""Events are verified as Standard Webhooks specifies: its own library signs them here."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook
from task_record import NotVerified, Webhooks

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OLD_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
EVENT = {
    "type": "task.completed",
    "timestamp": "2026-11-29T10:00:00.123456Z",
    "data": {"id": "5b1f6a52-7a0e-4c3b-9d55-1f4e8f1c2c01", "userId": "0d4b1a4e-8f8c-4a7e-9a55-0c3c2f2f9d11"},
}
BODY = json.dumps(EVENT)


def headers(secret: str = SECRET, *, at: datetime | None = None) -> dict[str, str]:
    at = at or datetime.now(UTC)
    signature = Webhook(secret).sign("msg_1", at, BODY)
    return {"Webhook-Id": "msg_1", "Webhook-Timestamp": str(int(at.timestamp())), "Webhook-Signature": signature}


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
