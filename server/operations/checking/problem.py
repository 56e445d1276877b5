from enum import Enum, auto
from typing import NamedTuple


class Severity(Enum):
    """How severe a problem is."""

    WARNING = auto()
    """Servers are ready in spite of it."""
    ERROR = auto()
    """Servers do not become ready."""
    UNUSABLE = auto()
    """Nor do they, since a database does not answer, or can only be read."""


class Problem(NamedTuple):
    """Something wrong in an installation."""

    what: str
    """A sentence that says what is wrong."""
    remedy: str
    """The command, setting or statement that the operator is to type next."""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.what} Next: {self.remedy}"
