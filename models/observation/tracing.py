"""The spans of OpenTelemetry: whether they are recorded, and what makes them."""

from opentelemetry import trace

TRACER = trace.get_tracer("task_record")


class Tracing:
    """`on` is true once the server sends spans to a collector. To make one that nobody records takes 3 µs."""

    on = False


TRACING = Tracing()
