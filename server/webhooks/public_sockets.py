import socket
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address

from aiohttp import AddrInfoType

from resolvers.webhooks.public_addresses import may_be_sent_to

RECEIVED_AT_ONCE = 65_536
"""Bytes of an answer that the kernel buffers: nobody reads the body."""


class NotPublic(OSError):
    """An address is not public. The message does not name it: strangers would learn what is in a network."""

    def __init__(self) -> None:
        super().__init__("This is not a public address, so nothing is sent to it")


class PublicSockets:
    """
    aiohttp's socket factory: returns a socket for the address that a host name was resolved to, just before it is
    connected. Raises NotPublic unless the address is public or in one of `networks`. As the very address that is
    connected to is checked, a name that resolves to another one the next time gains nothing.
    """

    def __init__(self, networks: Sequence[IPv4Network | IPv6Network]) -> None:
        self.networks = networks

    def __call__(self, address: AddrInfoType) -> socket.socket:
        family, kind, protocol, _, (host, *_) = address
        if not may_be_sent_to(ip_address(str(host)), self.networks):
            raise NotPublic
        unconnected = socket.socket(family, kind, protocol)
        unconnected.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVED_AT_ONCE)
        return unconnected
