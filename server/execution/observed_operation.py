"""Measures, logs and traces operations of every transport."""

from asyncio import CancelledError
from enum import StrEnum
from math import inf
from time import perf_counter
from types import TracebackType
from uuid import uuid4

import structlog
from graphql import OperationType
from opentelemetry.trace import StatusCode

from models.observation.tracing import TRACING
from resolvers.access import Caller
from resolvers.context import OperationNotes
from resolvers.exceptions import INTERNAL_SERVER_ERROR, UNAVAILABLE
from resolvers.images.image_errors import SCANNER_UNAVAILABLE
from resolvers.span import CurrentSpan
from server.execution.admission import Admitted
from server.limits.client_watch import ClientGone
from server.observation.operation_measures import ERRORS, NAMES, count_limit, requests_of, seconds_of
from server.observation.request_notes import NOTES
from server.requests.refusals import HttpRefusal

log = structlog.get_logger()
MAX_NAME_CHARS = 100
"""Characters of a name in the log."""
UNKNOWN = "unknown"
"""The name in the metrics of an operation that was not admitted."""
TIMED = (OperationType.QUERY, OperationType.MUTATION)
"""The types whose duration is measured; that of a subscription is its client's choice."""


class Outcome(StrEnum):
    """How an operation ended."""

    OK = "ok"
    REFUSED = "refused"
    """It had errors that the caller can correct."""
    FAILED = "failed"
    """It had an error that the caller cannot correct, except by sending it again."""
    GONE = "gone"
    """Its client disconnected before the answer. A subscription, which always ends so, is `ok`."""


FAILURES = {INTERNAL_SERVER_ERROR, UNAVAILABLE, SCANNER_UNAVAILABLE}


class ObservedOperation(OperationNotes):
    """
    An operation, from its request until its end, when it is measured, logged and traced. `with operation:` goes around
    its execution; that of a subscription is its whole stream.
    """

    __slots__ = ("admitted", "began", "caller", "request", "slow_after", "span")

    admitted: Admitted
    """Missing until it is admitted."""

    def __init__(self, caller: Caller, request_id: str | None = None, *, slow_after: float = inf) -> None:
        """
        `request_id` is the operation's in the log; None: that of the HTTP request. `slow_after`: seconds after which a
        query or mutation is slow.
        """
        self.caller, self.slow_after = caller, slow_after
        self.request = NOTES.get()
        super().__init__(request_id or (self.request.fields["request_id"] if self.request else uuid4().hex))
        self.span: CurrentSpan | None = None
        self.began = perf_counter()

    def __enter__(self) -> None:
        if TRACING.on and self.admitted.operation.type in TIMED:
            self.span = CurrentSpan(self.admitted.operation.type.value)
            self.span.__enter__()

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
        seconds = perf_counter() - self.began
        admitted: Admitted | None = getattr(self, "admitted", None)
        kind = admitted and admitted.operation.type
        outcome = self.outcome(error, is_timed=kind in TIMED) if error or self.codes else Outcome.OK
        label, fields = UNKNOWN, dict[str, object](outcome=outcome)
        if admitted:
            name = admitted.operation.name
            label = name if name and admitted.is_trusted else NAMES.label(name, self.caller)
            fields = {
                "operation": name and name[:MAX_NAME_CHARS],
                "kind": kind,
                "cost": admitted.cost["requested"],
                "outcome": outcome,
            }
        requests_of(label, outcome).inc()
        if self.codes:
            fields["codes"] = sorted(map(str, self.codes))
        if kind in TIMED:
            seconds_of(label).observe(seconds)
            if seconds > self.slow_after:
                log.warning("slow operation", **fields, **self.line(seconds))
        if self.request and self.request.operations is not None:
            self.request.operations.append(fields)
        else:  # the line of its request is written already, or operations have lines of their own
            log.info("operation", **fields, **self.line(seconds))
        if self.span:
            self.trace(self.span, label, outcome)

    def outcome(self, error: BaseException | None, *, is_timed: bool) -> Outcome:
        """Return how it ended, and count the errors in its answers; `error` is counted where it is sent."""
        for code in self.codes:
            ERRORS.labels(code).inc()
        if isinstance(error, HttpRefusal):
            self.codes.add(str(error.extensions["code"]))
        elif error and not isinstance(error, (ClientGone, CancelledError, GeneratorExit)):
            self.codes.add(INTERNAL_SERVER_ERROR)
        if self.codes:
            return Outcome.REFUSED if self.codes.isdisjoint(FAILURES) else Outcome.FAILED
        return Outcome.GONE if is_timed else Outcome.OK

    def line(self, seconds: float) -> dict[str, object]:
        """Return the fields that a line of the operation's own has, and that of its request would have anyway."""
        return {
            "request_id": self.request_id,
            "user_id": str(self.caller.id),
            "duration_ms": round(seconds * 1000, 1),
        }

    def trace(self, span: CurrentSpan, label: str, outcome: Outcome) -> None:
        """Write the operation's name, outcome and the like into its span."""
        operation = self.admitted.operation
        span.span.update_name(f"{operation.type.value} {label}")
        span.span.set_attributes(
            {
                "graphql.operation.type": operation.type.value,
                "graphql.operation.name": (operation.name or "")[:MAX_NAME_CHARS],
                "task_record.request_id": self.request_id,
                "task_record.cost": self.admitted.cost["requested"] or 0,
                "task_record.outcome": outcome.value,
                "user.id": str(self.caller.id),
            }
        )
        if outcome is Outcome.FAILED:
            span.span.set_status(StatusCode.ERROR)
