"""Spans of OpenTelemetry's own SDK, and of Traceloop's and OpenInference's instrumentation of Google's library."""

import asyncio
import json
from importlib import import_module
from typing import Any

import pytest
from google.genai import types
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.trace import Status, StatusCode
from task_record.adapters.opentelemetry import TaskRecordExporter

from tests.api import Client
from tests.application import ServedApplication
from tests.clients.python.adapters.gemini_imitation import MODEL, SEED, api, client_of
from tests.clients.python.animals import FOX, sha256
from tests.clients.python.conftest import Connect, history
from tests.clients.python.imitation import imitation

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


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("package", "name"),
    [
        ("opentelemetry.instrumentation.google_generativeai", "GoogleGenerativeAiInstrumentor"),
        ("openinference.instrumentation.google_genai", "GoogleGenAIInstrumentor"),
    ],
)
async def test_spans_with_images_are_recorded_with_them(
    connect: Connect, user: Client, package: str, name: str
) -> None:
    tr = connect(user)

    def work() -> None:
        provider = TracerProvider()
        provider.add_span_processor(SimpleSpanProcessor(TaskRecordExporter(tr)))
        instrumentor = getattr(import_module(package), name)()
        instrumentor.instrument(tracer_provider=provider)
        try:
            with imitation(api) as url, client_of(url) as client:
                config = types.GenerateContentConfig(seed=SEED, response_modalities=["IMAGE"])
                client.models.generate_content(model=MODEL, contents="A fox", config=config)
        finally:
            instrumentor.uninstrument()
        provider.shutdown()
        assert tr.flush(10)

    await asyncio.to_thread(work)
    [task] = await history(user)
    assert (task["status"], task["prompt"], task["modelVersion"]) == ("COMPLETED", "A fox", MODEL)
    assert (task["tokensUsed"], task["inputTokens"]) == (1310, 12)
    assert sha256(FOX)[0] in task["images"]
