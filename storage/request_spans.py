"""OpenTelemetry spans of the requests to storage."""

from typing import TYPE_CHECKING, Any

from opentelemetry import trace
from opentelemetry.context import attach, detach
from opentelemetry.propagate import inject
from opentelemetry.trace import SpanKind, StatusCode

if TYPE_CHECKING:
    from types_aiobotocore_s3 import S3Client

TRACER = trace.get_tracer("task_record")
SPAN, TOKEN = "task_record.span", "task_record.token"


def trace_requests(client: "S3Client") -> None:
    """
    Record a span for each request of the client, over all its attempts. The header `traceparent` is added after
    signing, so that proxies may change it.
    """
    events: Any = client.meta.events
    events.register("before-call.s3", begin)
    events.register("before-send.s3", send)
    events.register("after-call.s3", end)
    events.register("after-call-error.s3", end)


def begin(model: Any, context: dict[str, Any], **_: object) -> None:
    """Start the span of a request, and store it in botocore's context of the request."""
    span = TRACER.start_span(f"S3.{model.name}", kind=SpanKind.CLIENT)
    if span.get_span_context().is_valid:
        span.set_attributes({"rpc.system": "aws-api", "rpc.service": "S3", "rpc.method": model.name})
        context[SPAN], context[TOKEN] = span, attach(trace.set_span_in_context(span))


def send(request: Any, **_: object) -> None:
    """Add `traceparent` to an attempt of the request, which is signed already."""
    inject(request.headers)


def end(context: dict[str, Any], http_response: Any = None, exception: Exception | None = None, **_: object) -> None:
    """End the request's span, with the status of the answer, or the exception where there is none."""
    if SPAN not in context:
        return
    span = context.pop(SPAN)
    detach(context.pop(TOKEN))
    if http_response is not None:
        span.set_attribute("http.response.status_code", http_response.status_code)
    if exception is not None or http_response.status_code >= 500:
        span.set_status(StatusCode.ERROR)
        span.set_attribute("error.type", type(exception).__qualname__ if exception else str(http_response.status_code))
    span.end()
