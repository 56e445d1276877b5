"""Connections to receivers of webhooks, which may be anyone's: to public addresses only, and little is read."""

import asyncio
import socket
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from ipaddress import IPv4Network, IPv6Network, ip_address
from time import monotonic
from typing import Any, cast

from aiohttp import AddrInfoType, ClientError, TCPConnector
from aiohttp.abc import ResolveResult
from aiohttp.client_proto import ResponseHandler
from aiohttp.resolver import AsyncResolver

from resolvers.webhooks.public_addresses import may_be_sent_to

RESOLVE_WITHIN = 4.0
"""The most seconds that the lookup of a host's name may take, and the seconds of each that finds nothing."""
KERNEL_BUFFER = 65_536
"""Bytes of an answer that the kernel buffers: nobody reads the body."""
MOST_RECEIVED = 32_768
"""The most bytes that are read in answer to one request."""


class NotPublic(OSError):
    """An address is not public. The message does not name it: strangers would learn what is in a network."""

    def __init__(self) -> None:
        super().__init__("This is not a public address, so nothing is sent to it")


class NoAnswerInBytes(ClientError):
    """A receiver has sent MOST_RECEIVED bytes, and no answer among them."""

    def __init__(self) -> None:
        super().__init__(f"No answer was among the first {MOST_RECEIVED:,} bytes.")


class PublicNames(AsyncResolver):
    """
    Resolves a host name to those of its addresses that are public or in one of `networks`. A name without any fails
    with the same error and after the same time as one that does not exist. Otherwise strangers would learn which names
    a network has.

    Python itself resolves names in a few threads, and names that are slow on purpose could occupy them all.
    """

    def __init__(self, networks: Sequence[IPv4Network | IPv6Network], **options: Any) -> None:
        super().__init__(timeout=RESOLVE_WITHIN / 2, tries=2, **options)
        self.networks = networks

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses to which events may be sent; OSError when there is none."""
        ends = monotonic() + RESOLVE_WITHIN
        found: list[ResolveResult] = []
        with suppress(OSError):  # TimeoutError is one
            async with asyncio.timeout(RESOLVE_WITHIN):
                found = await super().resolve(host, port, family)
        public = [one for one in found if may_be_sent_to(ip_address(one["host"]), self.networks)]
        if not public:
            await asyncio.sleep(ends - monotonic())
            raise OSError("The host was not found, or has no public address")
        return public


class BoundedAnswer(ResponseHandler):
    """
    A connection to a receiver, which is closed once the receiver has sent MOST_RECEIVED bytes in answer to a request; a
    status and headers are shorter. Otherwise a receiver could send interim answers (1xx) without end and keep the
    process busy parsing them.
    """

    received = 0

    def set_response_params(self, **params: Any) -> None:
        """Begin to count at 0: aiohttp calls this for each request."""
        self.received = 0
        super().set_response_params(**params)

    def data_received(self, data: bytes) -> None:
        left = MOST_RECEIVED - self.received
        if left <= 0:
            return
        self.received += len(data)
        super().data_received(data[:left])
        if self.received >= MOST_RECEIVED and self.transport:
            self.set_exception(NoAnswerInBytes())
            self.transport.close()


class GuardedConnector(TCPConnector):
    """Connects only to addresses that are public or in one of `networks`; each connection is a BoundedAnswer."""

    def __init__(self, networks: Sequence[IPv4Network | IPv6Network], **options: Any) -> None:
        super().__init__(socket_factory=partial(public_socket, networks), **options)
        # aiohttp has no option for it.
        self._factory = cast("partial[ResponseHandler]", partial(BoundedAnswer, loop=self._loop))


def public_socket(networks: Sequence[IPv4Network | IPv6Network], address: AddrInfoType) -> socket.socket:
    """
    Return a socket for the address that a host name was resolved to, just before it is connected. NotPublic unless the
    address is public or in one of `networks`. A name that resolves to another address the next time gains nothing,
    since the check is of the address that is connected to.
    """
    family, kind, protocol, _, (host, *_) = address
    if not may_be_sent_to(ip_address(str(host)), networks):
        raise NotPublic
    unconnected = socket.socket(family, kind, protocol)
    unconnected.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, KERNEL_BUFFER)
    return unconnected
