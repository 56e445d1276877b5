from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from ipaddress import IPv4Network, IPv6Network
from ssl import create_default_context
from time import perf_counter
from typing import Any, NamedTuple, Self, cast

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from aiohttp.client_exceptions import ClientConnectorDNSError, ClientConnectorError, ClientResponseError
from aiohttp.client_proto import ResponseHandler
from aiohttp.resolver import AsyncResolver

from server.webhooks.bounded_answer import BoundedAnswer
from server.webhooks.public_sockets import NotPublic, PublicSockets
from server.webhooks.signed_event import SignedEvent

ANSWER_WITHIN, CONNECT_WITHIN, RESOLVE_WITHIN = 15, 5, 4
"""Seconds. The first is for all of an attempt."""
LONGEST_ERROR = 200


class Attempt(NamedTuple):
    """One attempt to deliver; an answer has a `status`, and what got none an `error`."""

    started_at: str
    duration_ms: int
    status: int | None
    error: str | None

    @property
    def has_delivered(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class Connector(TCPConnector):
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # For which aiohttp has no option.
        self._factory = cast("partial[ResponseHandler]", partial(BoundedAnswer, loop=self._loop))


class WebhookClient:
    """
    Posts events, from one process. It follows no redirect, keeps no cookie, uses no proxy and reads no body: whoever
    answers can take seconds and a connection, both bounded, and nothing else.
    """

    resolver: AsyncResolver

    def __init__(self, networks: Sequence[IPv4Network | IPv6Network]) -> None:
        """`networks`: what may be sent to beside public addresses."""
        self.sockets = PublicSockets(networks)

    async def __aenter__(self) -> Self:
        # The threads in which Python asks for names are few, and a name can be slow on purpose.
        self.resolver = AsyncResolver(timeout=RESOLVE_WITHIN / 2, tries=2)
        self.authorities = create_default_context()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.resolver.close()

    def session(self) -> ClientSession:
        """For one webhook: its connections are shared with no other, and closed with it."""
        return ClientSession(
            connector=Connector(resolver=self.resolver, socket_factory=self.sockets, ssl=self.authorities),
            timeout=ClientTimeout(total=ANSWER_WITHIN, sock_connect=CONNECT_WITHIN),
            cookie_jar=DummyCookieJar(),
            headers={"User-Agent": "Task-Record"},
            auto_decompress=False,
        )

    async def post(self, session: ClientSession, url: str, event: SignedEvent) -> Attempt:
        """What came of it. Never fails."""
        started_at, began = datetime.now(UTC).isoformat(), perf_counter()
        status = error = None
        try:
            async with session.post(url, data=event.body, headers=event.headers, allow_redirects=False) as answer:
                status = answer.status
        except (ClientError, OSError, TimeoutError, ValueError) as failure:
            error = told(failure)[:LONGEST_ERROR]
        return Attempt(started_at, round((perf_counter() - began) * 1000), status, error)


def told(failure: Exception) -> str:
    """What went wrong, for the owner of the webhook."""
    if isinstance(failure, ClientConnectorError) and isinstance(failure.os_error, NotPublic):
        return f"{failure.os_error}."
    if isinstance(failure, ClientConnectorDNSError):
        return f"The host was not found: {failure.os_error.strerror or failure.os_error}."
    if isinstance(failure, ClientResponseError):  # whose text begins with a status of its own, not the receiver's
        return f"The answer is not HTTP: {failure.message.partition(':')[0]}."
    if isinstance(failure, TimeoutError):
        return f"There was no answer within {ANSWER_WITHIN} seconds, or no connection within {CONNECT_WITHIN}."
    return str(failure) or type(failure).__name__
