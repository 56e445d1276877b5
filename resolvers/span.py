from asyncio import CancelledError
from contextvars import Token
from types import TracebackType

from opentelemetry import trace
from opentelemetry.context import Context, attach, detach
from opentelemetry.trace import Span, SpanKind, StatusCode

from models.observation.tracing import TRACER


class CurrentSpan:
    """
    Makes an OpenTelemetry span current, as the parent of spans started within. Records only the class of an error,
    since its message may repeat what a user sent.
    """

    __slots__ = ("span", "token")

    def __init__(self, name: str, kind: SpanKind = SpanKind.INTERNAL) -> None:
        self.span = TRACER.start_span(name, kind=kind)
        self.token: Token[Context] | None = None

    def __enter__(self) -> Span:
        if self.span.get_span_context().is_valid:
            self.token = attach(trace.set_span_in_context(self.span))
        return self.span

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self.token is None:
            return
        detach(self.token)
        if kind and not issubclass(kind, (CancelledError, GeneratorExit)):
            self.span.set_status(StatusCode.ERROR)
            self.span.set_attribute("error.type", kind.__qualname__)
        self.span.end()
