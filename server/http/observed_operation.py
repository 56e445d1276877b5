"""What is measured, logged and traced of an operation, over whichever transport it came."""

from asyncio import CancelledError
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from math import inf
from time import perf_counter
from types import TracebackType
from typing import Self

import structlog
from graphql import OperationType
from opentelemetry.trace import Span, StatusCode

from resolvers.access import Caller
from resolvers.exceptions import ErrorCode
from resolvers.span import CurrentSpan
from server.limits.admission import Admitted
from server.limits.client_watch import ClientGone
from server.observation.operation_measures import ERRORS, NAMES, count_limit, requests_of, seconds_of
from server.observation.request_id import current_request_id
from server.observation.request_notes import log_with_request
from server.requests.refusals import HttpRefusal

log = structlog.get_logger()
LONGEST_NAME = 100
"""Characters of a name in the log."""
UNKNOWN = "unknown"
"""The name in the metrics of an operation that was not admitted."""
TIMED = (OperationType.QUERY, OperationType.MUTATION)
"""The types whose duration is measured; that of a subscription is its client's choice."""


class Outcome(StrEnum):
    """How an operation ended."""

    OK = "ok"
    REFUSED = "refused"
    """It had errors that the caller can do something about."""
    FAILED = "failed"
    """It had an error that the caller can do nothing about, but for sending it again."""
    GONE = "gone"
    """Its client disconnected before the answer. A subscription, which always ends so, is `ok`."""


FAILURES = {ErrorCode.INTERNAL_SERVER_ERROR, ErrorCode.UNAVAILABLE, ErrorCode.SCANNER_UNAVAILABLE}


@dataclass(slots=True)
class ObservedOperation:
    """
    An operation, from its request until its end, when it is measured, logged and traced. `with operation.admission():`
    goes around its admission, and `with operation:` around its execution; that of a subscription is its whole stream.
    """

    caller: Caller
    request_id: str = field(default_factory=current_request_id)
    """The id in its log lines, and in the answer to an unexpected error."""
    admitted: Admitted | None = None
    """None until it is admitted."""
    codes: set[str] = field(default_factory=set)
    """The codes of the errors in its answers."""
    unreached: set[str] = field(default_factory=set)
    """The names of the databases that did not answer a statement which was sent to all of several."""
    outcome: Outcome = Outcome.OK
    slow_after: float = inf
    """Seconds after which a query or mutation is slow."""
    span: CurrentSpan | None = None
    began: float = field(default_factory=perf_counter)
    seconds: float = 0.0
    """How long it took, once it has ended."""

    @property
    def name(self) -> str | None:
        """Its name in the document: up to 100,000 characters that the caller chose; None if it has none there."""
        return self.admitted.name if self.admitted else None

    @property
    def kind(self) -> OperationType | None:
        return self.admitted.type if self.admitted else None

    @property
    def cost(self) -> int:
        return self.admitted.cost["requested"] or 0 if self.admitted else 0

    @contextmanager
    def admission(self) -> Iterator[None]:
        """End the operation if an exception is raised within the context: it is refused."""
        try:
            yield
        except BaseException as error:
            self.end(error)
            raise

    def __enter__(self) -> Self:
        if self.kind in TIMED:
            self.span = CurrentSpan(self.kind.value)
            self.span.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end(error)
        if self.span:
            self.span.__exit__(kind, error, trace)

    def refused(self, refusal: HttpRefusal) -> dict[str, object]:
        """Count a refusal that ends a subscription, and return it as the error of the last answer."""
        self.codes.add(refusal.code)
        count_limit(refusal)
        return refusal.error

    def end(self, error: BaseException | None) -> None:
        """Measure, log and trace the operation. `error`, which ended it, is not among its codes yet."""
        self.seconds = perf_counter() - self.began
        for code in self.codes:
            ERRORS.labels(code).inc()
        if isinstance(error, HttpRefusal):
            self.codes.add(str(error.extensions["code"]))
        elif isinstance(error, (ClientGone, CancelledError, GeneratorExit)):
            self.outcome = Outcome.GONE if self.kind in TIMED else Outcome.OK
        elif error:
            self.codes.add(ErrorCode.INTERNAL_SERVER_ERROR)
        if self.codes:
            self.outcome = Outcome.REFUSED if self.codes.isdisjoint(FAILURES) else Outcome.FAILED
        label = self.measure()
        self.log()
        if self.span and self.span.span.is_recording():
            self.trace(self.span.span, label)

    def log(self) -> None:
        """Log the operation, in the line of its request or in one of its own; a slow one in a warning as well."""
        fields: dict[str, object] = {"outcome": self.outcome}
        if self.admitted:
            name = self.name and self.name[:LONGEST_NAME]
            fields = {"operation": name, "kind": self.admitted.type, "cost": self.cost} | fields
        if self.codes:
            fields["codes"] = sorted(self.codes)
        if self.seconds > self.slow_after and self.kind in TIMED:
            log.warning("slow operation", **fields, **self.fields_of_line())
        if not log_with_request(fields):
            log.info("operation", **fields, **self.fields_of_line())

    def fields_of_line(self) -> dict[str, object]:
        """Return the fields that a line of the operation's own has, and that of its request would have anyway."""
        user_id, milliseconds = str(self.caller.id), round(self.seconds * 1000, 1)
        return {"request_id": self.request_id, "user_id": user_id, "duration_ms": milliseconds}

    def trace(self, span: Span, label: str) -> None:
        """Write the operation's name, outcome and the like into its span."""
        span.update_name(f"{self.kind and self.kind.value} {label}")
        span.set_attributes(
            {
                "graphql.operation.type": self.kind.value if self.kind else "",
                "graphql.operation.name": (self.name or "")[:LONGEST_NAME],
                "task_record.request_id": self.request_id,
                "task_record.cost": self.cost,
                "task_record.outcome": self.outcome.value,
                "user.id": str(self.caller.id),
            }
        )
        if self.outcome is Outcome.FAILED:
            span.set_status(StatusCode.ERROR)

    def measure(self) -> str:
        """Count the operation, and return the name under which it is counted."""
        label = UNKNOWN
        if self.admitted:
            label = (self.admitted.is_trusted and self.name) or NAMES.label(self.name, self.caller)
        requests_of(label, self.outcome).inc()
        if self.kind in TIMED:
            seconds_of(label).observe(self.seconds)
        return label
