from enum import StrEnum


class FallbackReason(StrEnum):
    """Why graphql-core executed an operation, rather than its compiled form."""

    FIRST_TIME = "first time"
    """Most documents are sent once, and compiling takes longer than executing."""
    REFUSED = "refused"
    """The document or its variables are invalid, or the operation does not exist; graphql-core makes the errors."""
    SUBSCRIPTION = "subscription"
    INTROSPECTION = "introspection"
    DEFERRED = "deferred"
    SIZE = "size"
    """More fields than are compiled."""
    CONDITIONS = "conditions"
    """More combinations of `@skip` and `@include` than are compiled."""
    RESOLVER = "resolver"
    """A field has a resolver that compiled code may not call."""
    VALUE = "value"
    """A value is not of the class that compiled code writes."""
    ERROR = "error"
    """A resolver raised."""
    DEFECT = "defect"
    """Compiling failed, or the compiled operation did where graphql-core succeeded. This is logged."""


class NotCompiled(Exception):
    """graphql-core must execute the operation. This is expected, not a failure."""

    def __init__(self, reason: FallbackReason) -> None:
        super().__init__(reason)
        self.reason = reason
