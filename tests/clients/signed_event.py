"""An event that the library of Standard Webhooks signs, and requests that are not authentic."""

import json
from datetime import UTC, datetime, timedelta

from standardwebhooks import Webhook

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


def signed_twice() -> dict[str, str]:
    """Return the headers of an event that is signed with both secrets."""
    signatures = [headers(secret)["Webhook-Signature"] for secret in (OLD_SECRET, SECRET)]
    return {**headers(), "Webhook-Signature": " ".join([*signatures, "v2,other"])}


def forged() -> list[tuple[str, dict[str, str]]]:
    """Return bodies and headers that are refused."""
    return [
        (BODY, headers(OLD_SECRET)),
        (BODY + " ", headers()),
        (BODY, {}),
        *((BODY, headers(at=datetime.now(UTC) + timedelta(minutes=by))) for by in (-6, 6)),
        *((BODY, {**headers(), **one}) for one in ({"Webhook-Id": "msg_2"}, {"Webhook-Timestamp": "soon"})),
        *((BODY, {**headers(), "Webhook-Signature": one}) for one in ("", "v1,", "v1,%%%")),
    ]
