from contextvars import ContextVar
from typing import Any


class RequestNotes:
    """What the line of a request is to tell of the operations that it asked for, until it is written."""

    def __init__(self) -> None:
        self.operations: list[dict[str, Any]] | None = []

    def written(self) -> dict[str, Any]:
        """The fields of the line: those of the operation, or `operations`, those of each."""
        operations, self.operations = self.operations or [], None
        return operations[0] if len(operations) == 1 else {"operations": operations} if operations else {}


NOTES: ContextVar[RequestNotes | None] = ContextVar("NOTES", default=None)


def tell_with_request(operation: dict[str, Any]) -> bool:
    """Whether the line of the request will tell of an operation that has ended: it is not written yet."""
    notes = NOTES.get()
    if notes is None or notes.operations is None:
        return False
    notes.operations.append(operation)
    return True
