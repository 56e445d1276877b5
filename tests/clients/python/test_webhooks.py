import pytest
from task_record import NotVerified, Webhooks

from tests.clients.signed_event import BODY, EVENT, OLD_SECRET, SECRET, forged, headers, signed_twice


def test_an_event_is_read() -> None:
    event = Webhooks(SECRET).verify(BODY.encode(), headers())
    assert (event.id, event.type, event.timestamp.year) == ("msg_1", "task.completed", 2026)
    assert (event.task_id, event.user_id) == (EVENT["data"]["id"], EVENT["data"]["userId"])  # type: ignore[index]
    for secrets in (SECRET, OLD_SECRET, [OLD_SECRET, SECRET]):
        assert Webhooks(secrets).verify(BODY, signed_twice()).type == "task.completed"


def test_a_forged_or_old_event_is_refused() -> None:
    for body, given in forged():
        with pytest.raises(NotVerified):
            Webhooks(SECRET).verify(body, given)


@pytest.mark.parametrize("secret", ["whsec_", "whsec_MfKQ9r8GKYqr", "whsec_…", "MfKQ9r8G"])
def test_an_incomplete_secret_is_refused(secret: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        Webhooks(secret)


def test_without_a_secret_nothing_is_verified() -> None:
    with pytest.raises(ValueError, match="webhook_secret"):
        Webhooks(()).verify(BODY, headers())
