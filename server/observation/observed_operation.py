"""
The moment at which an operation has ended, whichever way it came: what the metrics count of it, and whoever else tells
of operations finds here.
"""

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
from server.http.refusals import HttpRefusal
from server.limits.admission import Admitted
from server.limits.attendance import ClientGone
from server.observation.operation_measures import ERRORS, NAMES, count_limit, requests_of, seconds_of
from server.observation.request_id import current_request_id
from server.observation.request_notes import tell_with_request

log = structlog.get_logger()
LONGEST_NAME = 100
"""Characters of a name in the log."""
UNKNOWN = "unknown"
"""The operation of a request that is refused before it is known which it asks for."""
TIMED = (OperationType.QUERY, OperationType.MUTATION)
"""A subscription lasts as long as somebody looks on."""


class Outcome(StrEnum):
    OK = "ok"
    REFUSED = "refused"
    """For what the caller asked: they can do something about it."""
    FAILED = "failed"
    """For what went wrong here."""
    GONE = "gone"
    """Nobody waited for the answer any more. A subscription is never ended otherwise."""


@dataclass(slots=True)
class ObservedOperation:
    """
    An operation, from when it is asked for until it has ended. `with operation:` around all that is done for it says
    when that is; a subscription lasts as long as its stream. Until it is `admitted`, `with operation.admission():`.
    """

    caller: Caller
    request_id: str = field(default_factory=current_request_id)
    """By which its caller and the log name it."""
    admitted: Admitted | None = None
    """None as long as nobody knows whether it is one, and which."""
    codes: set[str] = field(default_factory=set)
    """Of the errors that its caller was told."""
    unreached: set[str] = field(default_factory=set)
    """The databases, of several, that did not answer what was asked of all."""
    outcome: Outcome = Outcome.OK
    slow_after: float = inf
    """Seconds after which a query or mutation is slow."""
    span: CurrentSpan | None = None
    began: float = field(default_factory=perf_counter)
    seconds: float = 0.0

    @property
    def name(self) -> str | None:
        """As its document calls it: up to 100,000 characters of the caller's choice, or none."""
        return self.admitted.name if self.admitted else None

    @property
    def kind(self) -> OperationType | None:
        return self.admitted.type if self.admitted else None

    @property
    def cost(self) -> int:
        return self.admitted.cost["requested"] or 0 if self.admitted else 0

    @contextmanager
    def admission(self) -> Iterator[None]:
        """It ends here only when it is refused."""
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

    def told(self, refusal: HttpRefusal) -> dict[str, object]:
        """A refusal as an error of the last answer."""
        self.codes.add(refusal.code)
        count_limit(refusal)
        return refusal.error

    def end(self, error: BaseException | None) -> None:
        """It has ended; `error` is yet to be told."""
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
            self.outcome = Outcome.FAILED if ErrorCode.INTERNAL_SERVER_ERROR in self.codes else Outcome.REFUSED
        label = self.measure()
        self.tell()
        if self.span and self.span.span.is_recording():
            self.trace(self.span.span, label)

    def tell(self) -> None:
        """Have the log tell of it: in the line of its request, or in one of its own."""
        fields: dict[str, object] = {"outcome": self.outcome}
        if self.admitted:
            name = self.name and self.name[:LONGEST_NAME]
            fields = {"operation": name, "kind": self.admitted.type, "cost": self.cost} | fields
        if self.codes:
            fields["codes"] = sorted(self.codes)
        if self.seconds > self.slow_after and self.kind in TIMED:
            log.warning("slow operation", **fields, **self.whose())
        if not tell_with_request(fields):
            log.info("operation", **fields, **self.whose())

    def whose(self) -> dict[str, object]:
        """What a line of its own has beside."""
        user_id, milliseconds = str(self.caller.id), round(self.seconds * 1000, 1)
        return {"request_id": self.request_id, "user_id": user_id, "duration_ms": milliseconds}

    def trace(self, span: Span, label: str) -> None:
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
        """Count it; returns the name that it is counted by."""
        label = UNKNOWN
        if self.admitted:
            label = (self.admitted.is_trusted and self.name) or NAMES.label(self.name, self.caller)
        requests_of(label, self.outcome).inc()
        if self.kind in TIMED:
            seconds_of(label).observe(self.seconds)
        return label
