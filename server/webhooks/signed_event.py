import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

import orjson

from models.webhooks.sending_statements import DueDelivery


class SignedEvent(NamedTuple):
    """The body and headers of a POST, as https://www.standardwebhooks.com specifies."""

    body: bytes
    headers: dict[str, str]


def signed_event(delivery: DueDelivery, secrets: Iterable[str], now: datetime) -> SignedEvent:
    """Return the delivery's event, signed with each of the secrets for an attempt that is made `now`."""
    body = orjson.dumps(
        {"type": delivery.type, "timestamp": delivery.created_at, "data": orjson.Fragment(delivery.data)}
    )
    timestamp = str(int(now.timestamp()))
    content = f"{delivery.id}.{timestamp}.".encode() + body
    headers = {
        "Content-Type": "application/json",
        "webhook-id": str(delivery.id),
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{signature(secret, content)}" for secret in secrets),
    }
    return SignedEvent(body, headers)


def signature(secret: str, content: bytes) -> str:
    """Return the HMAC-SHA256 of the content in base64. Its key is in the secret, `whsec_…`, in base64."""
    key = b64decode(secret.removeprefix("whsec_"))
    return b64encode(hmac.digest(key, content, sha256)).decode()
