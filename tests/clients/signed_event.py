"""An event, signed as Standard Webhooks specifies, by its own library."""

import json
from datetime import UTC, datetime

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
