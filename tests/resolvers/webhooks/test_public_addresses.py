"""Addresses to which webhooks may be sent."""

from ipaddress import ip_address, ip_network

from resolvers.webhooks.public_addresses import may_be_sent_to

PUBLIC = ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]
OTHERS = [
    *("127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1"),  # noqa: S104
    *("169.254.169.254", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "fe80::1", "fe80::1%2", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::1"),
    *("2001:0:a9fe:a9fe::1", "::127.0.0.1", "192.0.0.8", "192.0.0.192", "168.63.129.16", "3fff::1"),
]


def test_only_public_addresses_and_named_networks_are_allowed() -> None:
    assert [address for address in PUBLIC + OTHERS if may_be_sent_to(ip_address(address), ())] == PUBLIC
    networks = [ip_network("10.0.0.0/8"), ip_network("fd00::/8")]
    named = ["10.1.2.3", "::ffff:10.1.2.3", "fd00::1"]
    tried = [*named, "192.168.1.1", "fc00::1"]
    assert [address for address in tried if may_be_sent_to(ip_address(address), networks)] == named
