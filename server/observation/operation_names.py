import json
from collections import OrderedDict
from pathlib import Path
from uuid import UUID

from resolvers.access import Caller, Role

PAGE_OPERATIONS = Path(__file__).with_name("page_operations.json")
"""The names of the history page's operations, a file that `npm run generate` writes."""
UNNAMED, OTHER = "unnamed", "other"
MAX_MEASURED = 100
"""Names that a process measures in addition to the registered ones."""
MEASURED_AT_ONCE = 20
"""How many of them are measured as soon as one user uses them."""
MAX_NAME_CHARS = 100
"""Characters of a name that is measured."""
MAX_CANDIDATES = 1_000
"""Names that are not measured yet and whose users are counted."""
USER_BITS = 256
"""Bits in which the users of a name are counted; two users with the same bit count as one."""


class OperationNames:
    """
    Decides which operations are measured under their own names; all others are `other`. A series in the metrics lasts
    as long as its process, so callers must not be able to begin any number of them: a name is measured if it is one of
    the history page's, or is used by a back end, an administrator or enough users. One user is enough for each of the
    first 20 names; each further name needs one user more, the hundredth 81.
    """

    def __init__(self) -> None:
        self.registered = frozenset[str](json.loads(PAGE_OPERATIONS.read_bytes()))
        self.measured: set[str] = set()
        self.users: OrderedDict[str, int] = OrderedDict()
        """The bits of the users of each name that is not measured yet; the name that was used last is the last."""

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
        """Return how many users have used the name, this one included; those with the same bit count once."""
        users = self.users.pop(name, 0) | 1 << user_id.int % USER_BITS
        self.users[name] = users
        if len(self.users) > MAX_CANDIDATES:
            self.users.popitem(last=False)
        return users.bit_count()
