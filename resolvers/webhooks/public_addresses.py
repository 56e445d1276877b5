from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

NAT64 = IPv6Network("64:ff9b::/96")
"""The addresses under which hosts in an IPv6 network reach those of IPv4: RFC 6052."""
GLOBAL_UNICAST = IPv6Network("2000::/3")
"""The IPv6 addresses that are assigned for global unicast: RFC 4291."""
NOT_PUBLIC = [ip_network(name) for name in ("192.0.0.0/24", "168.63.129.16/32", "3fff::/20")]
"""
Networks to refuse in addition to those that Python knows. Oracle's cloud serves metadata in the first, which Python
considered public before 3.11.10. Azure serves its own machines at the second, one of its public addresses. The third is
for documentation.
"""


def may_be_sent_to(address: IPv4Address | IPv6Address, networks: Sequence[IPv4Network | IPv6Network]) -> bool:
    """Whether events may be sent to the address: it is public, or in one of `networks`."""
    address = without_ipv6(address)
    return is_public(address) or any(address in network for network in networks)


def without_ipv6(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 address maps or translates to; any other address as it is."""
    if isinstance(address, IPv4Address):
        return address
    return address.ipv4_mapped or (IPv4Address(int(address) & 0xFFFFFFFF) if address in NAT64 else address)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    if any(address in network for network in NOT_PUBLIC):
        return False
    if isinstance(address, IPv6Address):  # a tunnel may lead to any IPv4 address
        return address.is_global and address in GLOBAL_UNICAST and not (address.sixtofour or address.teredo)
    return address.is_global and not address.is_multicast
