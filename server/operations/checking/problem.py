from enum import Enum, auto
from typing import NamedTuple


class Severity(Enum):
    WARNING = auto()
    """Servers are ready nevertheless."""
    ERROR = auto()
    """Servers are not ready."""
    UNUSABLE = auto()
    """Servers are not ready, because a database does not answer, or is read-only."""


class Problem(NamedTuple):
    """Something wrong in an installation."""

    what: str
    """A sentence about what is wrong."""
    remedy: str
    """The command, setting or statement that the operator types next."""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.what} Next: {self.remedy}"
