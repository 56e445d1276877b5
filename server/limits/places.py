from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from resolvers.access import Caller, Role
from server.http.refusals import TooManyAtOnce


class Places:
    """
    How many of something (`what`, in the plural) each user has at once in this process; TooManyAtOnce for one more than
    `at_most`. A back end, with the role SERVICE, acts for many users and may have any number.
    """

    def __init__(self, at_most: int, what: str, setting: str | None = None) -> None:
        self.at_most, self.what, self.setting = at_most, what, setting
        self.taken: dict[UUID, int] = {}

    def enter(self, caller: Caller) -> None:
        taken = self.taken.get(caller.id, 0)
        if taken >= self.at_most and caller.role is not Role.SERVICE:
            raise TooManyAtOnce(self.at_most, self.what, self.setting)
        self.taken[caller.id] = taken + 1

    def leave(self, caller: Caller) -> None:
        left = self.taken.pop(caller.id) - 1
        if left:
            self.taken[caller.id] = left

    @contextmanager
    def one(self, caller: Caller) -> Iterator[None]:
        """Have a place until the context is left."""
        self.enter(caller)
        try:
            yield
        finally:
            self.leave(caller)
