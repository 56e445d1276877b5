"""Counts what each user has at once, such as requests. A back end, with the role SERVICE, acts for many: no limit."""

from resolvers.access import Caller, Role
from resolvers.fair_share import FairShare


def take_slot(slots: FairShare, caller: Caller) -> None:
    """Take one of the caller's slots; TooManyAtOnce when none is free."""
    if caller.role is not Role.SERVICE:
        slots.take_now(caller.id)


def free_slot(slots: FairShare, caller: Caller) -> None:
    """Free a slot that `take_slot` has taken."""
    if caller.role is not Role.SERVICE:
        slots.give_back(caller.id)
