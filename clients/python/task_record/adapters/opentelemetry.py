"""Records traced generations: an OpenTelemetry exporter of spans with `gen_ai.*` attributes."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, cast

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

from task_record.recording.many import Row, record_later
from task_record.recording.options import Options

if TYPE_CHECKING:
    from task_record.client import TaskRecord

logger = logging.getLogger("task_record")

OPERATIONS = ("image_generation", "image_edit", "generate_image")
NO_PROMPT = "(not traced)"
REQUEST = "gen_ai.request."
OWN = ("model", "choice.count")
"""Attributes that have a field of their own, so that they are not parameters."""


class TaskRecordExporter(SpanExporter):
    """
    Records each span with `gen_ai.output.type` `image`, with the times of the span. Spans contain no images, so the
    task has none. Its key is that of the span, so it is recorded once. `record` holds options of `TaskRecord.record`;
    `user_attribute` names the attribute of the span that holds the user.
    """

    def __init__(self, tr: TaskRecord, record: Options | None = None, user_attribute: str = "enduser.id") -> None:
        self.tr = tr
        self.options: Options = record or {}
        self.user_attribute = user_attribute

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        try:
            rows = [self._row(span, span.attributes or {}) for span in spans if _is_of_an_image(span.attributes or {})]
            record_later(self.tr.recorder, rows)
        except Exception:
            logger.exception("The spans are not recorded.")
            return SpanExportResult.FAILURE
        return SpanExportResult.SUCCESS

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        return self.tr.flush(timeout_millis / 1000)

    def _row(self, span: ReadableSpan, attributes: Mapping[str, Any]) -> Row:
        context = span.get_span_context()
        began, ended = span.start_time or 0, span.end_time or 0
        failed = not span.status.is_ok and not span.status.is_unset
        row: dict[str, Any] = {
            "prompt": _prompt(attributes) or NO_PROMPT,
            "model": attributes.get("gen_ai.response.model") or attributes.get("gen_ai.request.model"),
            "key": f"{context.trace_id:032x}-{context.span_id:016x}" if context else None,
            "user": attributes.get(self.user_attribute),
            "images": attributes.get("gen_ai.request.choice.count", 1),
            "external_id": attributes.get("gen_ai.response.id"),
            "parameters": _parameters(attributes),
            "status": "FAILED" if failed else "COMPLETED",
            "milliseconds": round((ended - began) / 1e6),
            **{name: _time(at) for name, at in (("created_at", began), ("started_at", began), ("ended_at", ended))},
        }
        for name in ("input_tokens", "output_tokens"):
            if (used := attributes.get(f"gen_ai.usage.{name}")) is not None:
                row[name] = used
        if failed:
            row["error"] = span.status.description or str(attributes.get("error.type", ""))
            row["failure_code"] = "provider_error"
        return cast("Row", {**row, **self.options})


def _is_of_an_image(attributes: Mapping[str, Any]) -> bool:
    by_operation = attributes.get("gen_ai.operation.name") in OPERATIONS
    return by_operation or attributes.get("gen_ai.output.type") == "image"


def _parameters(attributes: Mapping[str, Any]) -> dict[str, Any]:
    named = {name[len(REQUEST) :]: value for name, value in attributes.items() if name.startswith(REQUEST)}
    return {name: value for name, value in named.items() if name not in OWN}


def _prompt(attributes: Mapping[str, Any]) -> str:
    """Return the texts of the last message, if the instrumentation captures them."""
    try:
        messages = json.loads(attributes.get("gen_ai.input.messages", "[]"))
        parts = messages[-1]["parts"] if messages else []
        text = "\n".join(part["content"] for part in parts if part.get("type") == "text")
    except (ValueError, KeyError, TypeError):
        text = ""
    return text or str(attributes.get("gen_ai.prompt", ""))


def _time(nanoseconds: int) -> datetime:
    return datetime.fromtimestamp(nanoseconds / 1e9, timezone.utc)
