import json
from collections import OrderedDict
from pathlib import Path
from uuid import UUID

from resolvers.access import Caller, Role

PAGE_OPERATIONS = Path(__file__).with_name("page_operations.json")
"""The names of the history page's operations, which `npm run generate` writes."""
UNNAMED, OTHER = "unnamed", "other"
MOST = 100
"""Names beside those that are registered, in one process."""
FREE = 20
"""Of them that one user alone may bring about."""
LONGEST = 100
"""Characters."""
CANDIDATES = 1_000
USERS = 256
"""Users that are told apart, by a bit each."""


class OperationNames:
    """
    Which operations are measured under their own names; the rest is `other`. A series once begun lasts as long as its
    process, so a name must have deserved it: it is the page's, or used by a back end or an administrator, or by many
    users. The first 20 names need one user, each further one a user more, the hundredth 81: so nobody fills the list.
    """

    def __init__(self) -> None:
        self.registered = frozenset[str](json.loads(PAGE_OPERATIONS.read_bytes()))
        self.deserved: set[str] = set()
        self.users: OrderedDict[str, int] = OrderedDict()
        """Who has used the names that are none yet, those used last at the end."""

    def label(self, name: str | None, caller: Caller) -> str:
        """What an operation of that name is measured as."""
        if name is None:
            return UNNAMED
        if name in self.registered or name in self.deserved:
            return name
        if len(self.deserved) >= MOST or len(name) > LONGEST:
            return OTHER
        if caller.role is Role.USER and self.users_of(name, caller.id) <= len(self.deserved) - FREE + 1:
            return OTHER
        self.users.pop(name, None)
        self.deserved.add(name)
        return name

    def users_of(self, name: str, user_id: UUID) -> int:
        """How many have used it, this one included; fewer where two have the same bit."""
        users = self.users.pop(name, 0) | 1 << user_id.int % USERS
        self.users[name] = users
        if len(self.users) > CANDIDATES:
            self.users.popitem(last=False)
        return users.bit_count()
