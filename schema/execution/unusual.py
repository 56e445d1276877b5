from enum import StrEnum


class Reason(StrEnum):
    """Why graphql-core executed an operation, and not its compiled form."""

    FIRST_TIME = "first time"
    """Most texts come once; compiling takes longer than executing does."""
    REFUSED = "refused"
    """The document is invalid, its variables are, or it has no such operation: graphql-core words the errors."""
    SUBSCRIPTION = "subscription"
    INTROSPECTION = "introspection"
    DEFERRED = "deferred"
    SIZE = "size"
    """More fields than are compiled."""
    CONDITIONS = "conditions"
    """More combinations of `@skip` and `@include` than are compiled."""
    RESOLVER = "resolver"
    """A field has a resolver that compiled code may not call."""
    TYPE = "type"
    """An interface or union has its own way to tell of what type a value is."""
    VALUE = "value"
    """A value is not what its field's type is plainly written as."""
    ERROR = "error"
    """A resolver raised."""
    DEFECT = "defect"
    """Something failed that works in graphql-core, or compiling did. It was logged."""


class Unusual(Exception):
    """graphql-core has to execute this, which is no error."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason
