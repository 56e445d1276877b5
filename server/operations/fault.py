from typing import NamedTuple


class Fault(NamedTuple):
    """Something in an installation that is not right."""

    what: str
    """A sentence."""
    mend: str
    """The next step: a command, a setting or a statement, to be typed."""

    def __str__(self) -> str:
        return f"{self.what} Next: {self.mend}"


class Flaw(Fault):
    """One for which a server serves all the same."""


class Unusable(Fault):
    """A database does not answer."""
