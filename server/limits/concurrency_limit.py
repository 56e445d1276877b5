from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from resolvers.access import Caller, Role
from server.requests.refusals import TooManyAtOnce


class ConcurrencyLimit:
    """
    Limits how many of something, such as requests, each user has at once in this process. `what` names it, in the
    plural; `setting` is the setting that `at_most` comes from, if it does. A back end, with the role SERVICE, acts for
    many users and is not limited.
    """

    def __init__(self, at_most: int, what: str, setting: str | None = None) -> None:
        self.at_most, self.what, self.setting = at_most, what, setting
        self.taken: dict[UUID, int] = {}

    def enter(self, caller: Caller) -> None:
        """Take one of the caller's slots; TooManyAtOnce when none is free."""
        taken = self.taken.get(caller.id, 0)
        if taken >= self.at_most and caller.role is not Role.SERVICE:
            raise TooManyAtOnce(self.at_most, self.what, self.setting)
        self.taken[caller.id] = taken + 1

    def leave(self, caller: Caller) -> None:
        """Free a slot that `enter` has taken."""
        left = self.taken.pop(caller.id) - 1
        if left:
            self.taken[caller.id] = left

    @contextmanager
    def slot(self, caller: Caller) -> Iterator[None]:
        """Take one of the caller's slots until the context is left; TooManyAtOnce when none is free."""
        self.enter(caller)
        try:
            yield
        finally:
            self.leave(caller)
