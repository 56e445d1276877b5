from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network
from ssl import SSLContext, create_default_context
from time import perf_counter
from typing import NamedTuple, Self

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar
from aiohttp.client_exceptions import (
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientOSError,
    ClientResponseError,
    ClientSSLError,
    ServerDisconnectedError,
)

from models.webhooks.delivery_record import WebhookErrorCode
from server.webhooks.guarded_connector import GuardedConnector, NoAnswerInBytes, NotPublic, PublicNames
from server.webhooks.signed_event import SignedEvent

ANSWER_WITHIN, CONNECT_WITHIN = 15, 5
"""The most seconds that a whole attempt may take, and its connection."""

MAX_ERROR_CHARS = 200
"""Characters of an error that are recorded."""


class Attempt(NamedTuple):
    """One attempt to deliver an event: with the `status` of the answer, or the `error` for which there was none."""

    started_at: str
    duration_ms: int
    status: int | None
    error: str | None
    error_code: WebhookErrorCode | None

    @property
    def has_delivered(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class WebhookClient:
    """
    Posts events to receivers. It follows no redirect, stores no cookie, uses no proxy and reads no body, so that a
    receiver can occupy nothing but a connection for some seconds. A process has one client, for all webhooks.
    """

    resolver: PublicNames

    def __init__(self, networks: Sequence[IPv4Network | IPv6Network]) -> None:
        """`networks` are those that may be sent to in addition to public addresses."""
        self.networks = networks

    async def __aenter__(self) -> Self:
        self.resolver = PublicNames(self.networks)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.resolver.close()

    @cached_property
    def authorities(self) -> SSLContext:
        """The authorities that the machine trusts. Reading them takes 0.1 s, so it is done only to send."""
        return create_default_context()

    def session(self) -> ClientSession:
        """Return a session for one webhook, whose connections no other webhook uses and which closes them."""
        return ClientSession(
            connector=GuardedConnector(self.networks, resolver=self.resolver, ssl=self.authorities),
            timeout=ClientTimeout(total=ANSWER_WITHIN, sock_connect=CONNECT_WITHIN),
            cookie_jar=DummyCookieJar(),
            headers={"User-Agent": "Task-Record"},
            auto_decompress=False,
        )

    async def post(self, session: ClientSession, url: str, event: SignedEvent) -> Attempt:
        """Make one attempt to deliver the event, and return how it ended. Raises nothing when it fails."""
        started_at, began = datetime.now(UTC).isoformat(), perf_counter()
        status = error = error_code = None
        try:
            async with session.post(url, data=event.body, headers=event.headers, allow_redirects=False) as answer:
                status = answer.status
        except (ClientError, OSError, TimeoutError, ValueError) as failure:
            error_code, message = error_of(failure)
            error = message[:MAX_ERROR_CHARS]
        return Attempt(started_at, round((perf_counter() - began) * 1000), status, error, error_code)


def error_of(failure: Exception) -> tuple[WebhookErrorCode, str]:
    """Return why there was no answer: the kind of error, and a message for the owner of the webhook to read."""
    message = str(failure) or type(failure).__name__
    match failure:
        case ClientConnectorError(os_error=NotPublic() as reason):
            return WebhookErrorCode.ADDRESS_NOT_PUBLIC, f"{reason}."
        case ClientConnectorDNSError(os_error=reason):
            return WebhookErrorCode.HOST_NOT_FOUND, f"{reason}."
        case TimeoutError():
            within = f"within {ANSWER_WITHIN} seconds, or no connection within {CONNECT_WITHIN}"
            return WebhookErrorCode.TIMED_OUT, f"There was no answer {within}."
        case ClientSSLError():
            return WebhookErrorCode.TLS_FAILED, message
        case ClientConnectorError():
            return WebhookErrorCode.NOT_CONNECTED, message
        case ServerDisconnectedError() | ClientOSError():
            return WebhookErrorCode.DISCONNECTED, message
        case ClientResponseError():  # its text begins with a status that is not the receiver's
            return WebhookErrorCode.NOT_HTTP, f"The answer is not HTTP: {failure.message.partition(':')[0]}."
        case NoAnswerInBytes():
            return WebhookErrorCode.NOT_HTTP, message
    return WebhookErrorCode.OTHER, message
