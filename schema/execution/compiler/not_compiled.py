from enum import StrEnum


class FallbackReason(StrEnum):
    """Why graphql-core executed an operation, and not its compiled form."""

    FIRST_TIME = "first time"
    """Most documents come once, and compiling takes longer than executing."""
    REFUSED = "refused"
    """The document or its variables are invalid, or it has no such operation; graphql-core makes the errors."""
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
    """A value is not of the class that compiled code writes for its field's type."""
    ERROR = "error"
    """A resolver raised."""
    DEFECT = "defect"
    """The compiled operation failed, though graphql-core executes it; or compiling failed. This is logged."""


class NotCompiled(Exception):
    """The operation has to be executed by graphql-core. This is no error."""

    def __init__(self, reason: FallbackReason) -> None:
        super().__init__(reason)
        self.reason = reason
