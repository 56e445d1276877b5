"""Traces by OpenTelemetry, if the standard environment variables name a collector."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from opentelemetry import trace
from opentelemetry.context import attach, detach
from opentelemetry.propagate import extract
from opentelemetry.trace import SpanKind, StatusCode
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models.observation.tracing import TRACING
from resolvers.span import CurrentSpan
from server.observation.quiet_paths import QUIET
from server.observation.request_notes import note

logger = logging.getLogger(__name__)
ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")


def are_wanted() -> bool:
    """Whether the environment names a collector, and does not turn traces off."""
    disabled = os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true"
    exporter = os.environ.get("OTEL_TRACES_EXPORTER") or "otlp"
    return any(map(os.environ.get, ENDPOINTS)) and not disabled and exporter == "otlp"


@asynccontextmanager
async def traces() -> AsyncIterator[None]:
    """Send the context's spans to the collector, if there is one, by OTLP over HTTP."""
    if not are_wanted():
        yield
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        logger.warning("There are no traces: %s is set, but requirements-traces.lock is not installed.", ENDPOINTS[1])
        yield
        return
    os.environ.setdefault("OTEL_SERVICE_NAME", "task-record")
    provider = TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    TRACING.on = True
    yield
    await asyncio.to_thread(provider.shutdown)


class RequestTrace:
    """
    A middleware that makes a span for each request, in the trace that `traceparent` names; log lines have its
    `trace_id`. A WebSocket has no span, since it may last for days: its operations have spans of their own.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or QUIET.fullmatch(scope["path"]):
            await self.app(scope, receive, send)
            return
        headers = {str(name, "latin-1"): str(value, "latin-1") for name, value in scope["headers"]}
        token = attach(extract(headers))
        try:
            if scope["type"] == "http":
                await self.traced(scope, receive, send)
            else:
                await self.app(scope, receive, send)
        finally:
            detach(token)

    async def traced(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = scope["method"]
        with CurrentSpan(method, SpanKind.SERVER) as span:
            span.set_attribute("http.request.method", method)
            note(trace_id=trace.format_trace_id(span.get_span_context().trace_id))

            async def answer(message: Message) -> None:
                if message["type"] == "http.response.start":
                    span.set_attribute("http.response.status_code", message["status"])
                    if message["status"] >= 500:
                        span.set_status(StatusCode.ERROR)
                await send(message)

            try:
                await self.app(scope, receive, answer)
            finally:
                if route := getattr(scope.get("route"), "path", None):
                    span.update_name(f"{method} {route}")
                    span.set_attribute("http.route", route)
