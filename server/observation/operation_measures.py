"""The metrics of operations, which docs/operations.md describes."""

import json
from collections import OrderedDict
from functools import cache
from pathlib import Path
from uuid import UUID

from prometheus_client import Counter, Gauge, Histogram

from resolvers.access import Caller, Role
from resolvers.exceptions import Refusal

PAGE_OPERATIONS = Path(__file__).with_name("page_operations.json")
"""The names of the history page's operations, which `npm run generate` writes."""
UNNAMED, OTHER = "unnamed", "other"
MAX_MEASURED = 100
"""Names that a process measures in addition to the registered ones."""
MEASURED_AT_ONCE = 20
"""How many of them are measured from their first user on."""
MAX_NAME_CHARS = 100
"""Characters of a name that is measured."""
MAX_CANDIDATES = 1_000
"""Names that are not measured yet, whose users are counted."""
USER_BITS = 256
"""Bits in which the users of a name are counted; two users with the same bit count as one."""
REQUESTS = Counter("task_record_requests", "Operations that have ended, by name and outcome.", ["operation", "outcome"])
SECONDS = Histogram(
    "task_record_request_seconds",
    "Seconds from a query or mutation to its answer.",
    ["operation"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
ERRORS = Counter("task_record_errors", "Errors in answers, by code.", ["code"])
REFUSALS = Counter("task_record_refusals", "Refusals of what exceeded a limit, by limit.", ["limit"])
SUBSCRIPTIONS = Gauge(
    "task_record_subscriptions", "Subscriptions, and streams of events that are reserved.", multiprocess_mode="livesum"
)
requests_of, seconds_of = cache(REQUESTS.labels), cache(SECONDS.labels)
"""The metrics of an operation by its labels. They are cached, since a lookup takes longer than an addition."""


class OperationNames:
    """
    Decides which operations are measured under their own names; all others are `other`. A series lasts as long as its
    process, so callers must not be able to create any number of them. A name is measured if it is one of the history
    page's, or if a back end, an administrator or enough users use it. One user is enough for each of the first 20
    names; each further name needs one user more, the hundredth 81.
    """

    def __init__(self) -> None:
        self.registered = frozenset[str](json.loads(PAGE_OPERATIONS.read_bytes()))
        self.measured: set[str] = set()
        self.users: OrderedDict[str, int] = OrderedDict()
        """The bits of the users of each name that is not measured yet, in the order of their last use."""

    def label(self, name: str | None, caller: Caller) -> str:
        """Return the name under which to measure an operation of that name."""
        if name is None:
            return UNNAMED
        if name in self.registered or name in self.measured:
            return name
        if len(self.measured) >= MAX_MEASURED or len(name) > MAX_NAME_CHARS:
            return OTHER
        if caller.role is Role.USER and self.users_of(name, caller.id) <= len(self.measured) - MEASURED_AT_ONCE + 1:
            return OTHER
        self.users.pop(name, None)
        self.measured.add(name)
        return name

    def users_of(self, name: str, user_id: UUID) -> int:
        """Return how many users have used the name, including this one; users with the same bit count once."""
        users = self.users.pop(name, 0) | 1 << user_id.int % USER_BITS
        self.users[name] = users
        if len(self.users) > MAX_CANDIDATES:
            self.users.popitem(last=False)
        return users.bit_count()


NAMES = OperationNames()


def count_refusal(refusal: Refusal) -> None:
    """Count the refusal as the only error of an answer."""
    ERRORS.labels(refusal.extensions["code"]).inc()
    count_limit(refusal)


def count_limit(refusal: Refusal) -> None:
    """Count the limit that was exceeded, if the refusal names one."""
    if refusal.limit:
        REFUSALS.labels(refusal.limit).inc()
