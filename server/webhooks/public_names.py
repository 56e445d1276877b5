import asyncio
import socket
from collections.abc import Sequence
from contextlib import suppress
from ipaddress import IPv4Network, IPv6Network, ip_address
from time import monotonic
from typing import Any

from aiohttp.abc import ResolveResult
from aiohttp.resolver import AsyncResolver

from resolvers.webhooks.public_addresses import may_be_sent_to

RESOLVE_WITHIN = 4.0
"""The most seconds that the lookup of a host's name may take, and the seconds of each that finds nothing."""


class PublicNames(AsyncResolver):
    """
    Resolves host names to those of their addresses that are public or in one of `networks`. A name without any is not
    found, with the same error and after the same time as one that does not exist: strangers would learn which names
    there are in a network.

    Python itself resolves names in a few threads, all of which names that are slow on purpose could occupy.
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
