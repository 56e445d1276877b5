"""Spans of OpenTelemetry's own SDK."""

import asyncio
import json
from typing import Any

from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.trace import Status, StatusCode
from task_record.adapters.opentelemetry import TaskRecordExporter

from tests.api import Client
from tests.application import ServedApplication
from tests.clients.python.conftest import Connect, history

REQUEST: dict[str, Any] = {
    "gen_ai.operation.name": "generate_content",
    "gen_ai.output.type": "image",
    "gen_ai.provider.name": "gcp.gemini",
    "gen_ai.request.model": "gemini-3-pro-image",
    "gen_ai.request.seed": 7,
    "gen_ai.input.messages": json.dumps([{"role": "user", "parts": [{"type": "text", "content": "A fox"}]}]),
}


async def test_spans_of_images_are_recorded(connect: Connect, server: ServedApplication, user: Client) -> None:
    tr = connect(server.new_client(role="service"))

    def work() -> None:
        provider = TracerProvider()
        provider.add_span_processor(SimpleSpanProcessor(TaskRecordExporter(tr)))
        request = {**REQUEST, "enduser.id": str(user.id)}
        tracer = provider.get_tracer("product")
        with tracer.start_as_current_span("generate_content", attributes=request) as span:
            span.set_attributes({"gen_ai.usage.input_tokens": 12, "gen_ai.usage.output_tokens": 1290})
        with tracer.start_as_current_span("generate_content", attributes=request) as span:
            span.set_status(Status(StatusCode.ERROR, "RESOURCE_EXHAUSTED"))
        with tracer.start_as_current_span("chat", attributes={"gen_ai.operation.name": "chat"}):
            pass
        provider.shutdown()
        assert tr.flush(10)

    await asyncio.to_thread(work)
    failed, task = await history(user)
    assert (task["status"], task["prompt"], task["modelVersion"]) == ("COMPLETED", "A fox", "gemini-3-pro-image")
    assert (task["inputTokens"], task["outputTokens"], task["parameters"]) == (12, 1290, {"seed": 7})
    assert task["images"] == []
    assert (failed["status"], failed["errorMessage"]) == ("FAILED", "RESOURCE_EXHAUSTED")
