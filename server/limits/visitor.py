from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_address, ip_network
from uuid import NAMESPACE_URL, uuid5

from starlette.requests import Request

from resolvers.access import Caller, PlanLimits, Role
from resolvers.limits.fair_share import Visitor
from server.observation.request_notes import note_payer

IPV6_PREFIX = 64
"""Bits of an IPv6 address that identify its owner, who chooses the rest."""


def visitor_of(request: Request, plan: PlanLimits) -> Caller:
    """
    Return a caller that stands for the address of a request without a token. It has the limits and shares of a user,
    and pays for the request. No user has its id.
    """
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:  # a Unix socket has no address
        address = None
    if isinstance(address, IPv6Address):
        host = str(address.ipv4_mapped or ip_network((address, IPV6_PREFIX), strict=False))
    visitor = Visitor(bytes=uuid5(NAMESPACE_URL, f"task-record visitor {host}").bytes)
    note_payer(visitor)
    return Caller(visitor, Role.USER, plan, datetime.now(UTC))
