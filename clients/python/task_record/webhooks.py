from __future__ import annotations

import base64
import binascii
import hmac
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

PREFIX = "whsec_"
SHORTEST = 16
"""Bytes of a secret's key. The server's keys have 24."""
OLDEST = 300
"""Seconds by which the time of an event may differ from this machine's clock."""


class NotVerified(Exception):
    """The event is not from the server, was modified, or is too old. Respond with 400."""


@dataclass(frozen=True)
class Event:
    """An event. It may arrive more than once, with the same `id`, and in any order."""

    id: str
    type: str
    """Such as `task.completed`. Later servers may send unknown types."""
    timestamp: datetime
    data: Mapping[str, Any]

    @property
    def task_id(self) -> str | None:
        return self.data.get("id") if self.type.startswith("task.") else None

    @property
    def user_id(self) -> str | None:
        return self.data.get("userId")


class Webhooks:
    """
    Verifies webhooks as Standard Webhooks specifies, with any of the secrets. Raises `ValueError` for a secret that is
    incomplete, with which anyone could sign events.
    """

    def __init__(self, secrets: str | Sequence[str]) -> None:
        given = [secrets] if isinstance(secrets, str) else secrets
        self.keys = [_key(secret) for secret in given if secret]

    def verify(self, body: bytes | str, headers: Mapping[str, str]) -> Event:
        """Return the event in the raw body of a request. Raises `NotVerified`."""
        content = self.verified(body, headers)
        event = json.loads(content)
        timestamp = datetime.fromisoformat(event["timestamp"].replace("Z", "+00:00"))
        return Event(_lower(headers)["webhook-id"], event["type"], timestamp, event["data"])

    def verified(self, body: bytes | str, headers: Mapping[str, str]) -> bytes:
        """Return the body of a request if its signature is valid. Raises `NotVerified`."""
        if not self.keys:
            raise ValueError("Events cannot be verified without a secret. Set `webhook_secret`.")
        content = body.encode() if isinstance(body, str) else body
        given = _lower(headers)
        try:
            signatures, sent = given["webhook-signature"], given["webhook-timestamp"]
            signed = f"{given['webhook-id']}.{sent}.".encode() + content
            is_new = abs(time.time() - int(sent)) < OLDEST
            candidates = [base64.b64decode(one[3:]) for one in signatures.split() if one.startswith("v1,")]
        except (KeyError, ValueError, binascii.Error) as error:
            raise NotVerified(f"The headers of the webhook are missing or invalid: {error}") from error
        expected = [hmac.digest(key, signed, "sha256") for key in self.keys]
        if not is_new:
            raise NotVerified("The event is more than five minutes old, or the clock of this machine is wrong.")
        if not any(hmac.compare_digest(one, candidate) for one in expected for candidate in candidates):
            raise NotVerified("The signature does not match the secret and the body.")
        return content


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except ValueError as error:  # also binascii.Error
        raise ValueError(f"The webhook's secret is not base64 after `{PREFIX}`: {error}. Copy all of it.") from error
    if len(key) < SHORTEST:
        raise ValueError(
            f"The webhook's secret has a key of {len(key)} bytes; at least {SHORTEST} are expected. Copy all of the "
            f"secret that `createWebhook` returned: `{PREFIX}` and 32 characters."
        )
    return key


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
