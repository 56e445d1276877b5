import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from aiohttp.connector import AddrInfoType

NAT64 = IPv6Network("64:ff9b::/96")
"""Where an IPv6 network shows its hosts those of IPv4: RFC 6052."""
GLOBAL_UNICAST = IPv6Network("2000::/3")
"""All that is given out of IPv6 to be reached from everywhere: RFC 4291."""
NOT_PUBLIC = [ip_network(name) for name in ("192.0.0.0/24", "168.63.129.16/32", "3fff::/20")]
"""
Beside what Python knows: Oracle's cloud has metadata in the first, which Python took for public before 3.11.10, and
Azure answers its machines at the second, which is of its public addresses. The third is for documentation.
"""
RECEIVED_AT_ONCE = 65_536
"""Bytes that the kernel keeps of an answer, whose body nobody reads."""


class NotPublic(OSError):
    """An address may not be sent to. It is not told which: strangers would learn what a network has."""

    def __init__(self) -> None:
        super().__init__("This is not a public address, so nothing is sent to it")


class PublicSockets:
    """
    Makes a socket for whatever address a host's name leads to, just before it is connected: NotPublic unless it is a
    public one, or in one of `networks`. So a name that leads elsewhere the next time it is asked for is of no use.
    """

    def __init__(self, networks: Sequence[IPv4Network | IPv6Network]) -> None:
        self.networks = networks

    def __call__(self, address: AddrInfoType) -> socket.socket:
        family, kind, protocol, _, (host, *_) = address
        if not self.allows(ip_address(str(host))):
            raise NotPublic
        made = socket.socket(family, kind, protocol)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVED_AT_ONCE)
        return made

    def allows(self, address: IPv4Address | IPv6Address) -> bool:
        address = of_ipv4(address)
        return is_public(address) or any(address in network for network in self.networks)


def of_ipv4(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The address of IPv4 that one of IPv6 stands for; any other as it is."""
    if isinstance(address, IPv4Address):
        return address
    return address.ipv4_mapped or (IPv4Address(int(address) & 0xFFFFFFFF) if address in NAT64 else address)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    if any(address in network for network in NOT_PUBLIC):
        return False
    if isinstance(address, IPv6Address):  # what a tunnel leads to is an address of IPv4, which may be any
        return address.is_global and address in GLOBAL_UNICAST and not (address.sixtofour or address.teredo)
    return address.is_global and not address.is_multicast
