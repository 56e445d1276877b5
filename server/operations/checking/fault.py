from typing import NamedTuple


class Fault(NamedTuple):
    """Something wrong in an installation. Servers do not become ready while there is one."""

    what: str
    """A sentence that says what is wrong."""
    mend: str
    """The command, setting or statement that the operator is to type next."""

    def __str__(self) -> str:
        return f"{self.what} Next: {self.mend}"


class Flaw(Fault):
    """A fault in spite of which servers are ready."""


class Unusable(Fault):
    """The fault of a database that does not answer, or can only be read."""
