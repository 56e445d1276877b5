"""Records traced generations: an OpenTelemetry exporter of the spans of `gen_ai.*`, Traceloop and OpenInference."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, cast

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

from task_record.adapters.call import described
from task_record.adapters.span_attributes import SpanAttributes
from task_record.recording.many import Row, record_later
from task_record.recording.options import Options

if TYPE_CHECKING:
    from task_record.client import TaskRecord

logger = logging.getLogger("task_record")


class TaskRecordExporter(SpanExporter):
    """
    Records each span of an image: with the images that it contains, as those of Traceloop and OpenInference do, or
    without images, with the times of the span. The key of the task is that of the span, so it is recorded once.
    `record` holds options of `TaskRecord.record`; `user_attribute` names the attribute that holds the user.
    """

    def __init__(self, tr: TaskRecord, record: Options | None = None, user_attribute: str = "enduser.id") -> None:
        self.tr = tr
        self.options: Options = record or {}
        self.user_attribute = user_attribute

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        result = SpanExportResult.SUCCESS
        for span in spans:
            try:
                attributes = SpanAttributes(span.attributes or {})
                if attributes.is_of_an_image:
                    self._record(span, attributes)
            except Exception:  # one span must not lose the others
                logger.exception("A span is not recorded.")
                result = SpanExportResult.FAILURE
        return result

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        return self.tr.flush(timeout_millis / 1000)

    def _record(self, span: ReadableSpan, attributes: SpanAttributes) -> None:
        options = self._options(span, attributes)
        milliseconds = round(((span.end_time or 0) - (span.start_time or 0)) / 1e6)
        if images := attributes.images():
            with self.tr.record(attributes.prompt(), **options) as task:
                task.took(milliseconds)
                task.usage(**attributes.usage())
                task.add_base64(*images)
        else:
            end = {"milliseconds": milliseconds, **attributes.usage(), **_outcome(span, attributes), **_times(span)}
            record_later(self.tr.recorder, [cast("Row", {"prompt": attributes.prompt(), **options, **end})])

    def _options(self, span: ReadableSpan, attributes: SpanAttributes) -> Options:
        context = span.get_span_context()
        return described(
            self.options,
            lambda: {
                "model": attributes.first("gen_ai.response.model", "gen_ai.request.model", "llm.model_name"),
                "key": f"{context.trace_id:032x}-{context.span_id:016x}" if context else None,
                "user": attributes.first(self.user_attribute),
                "images": attributes.first("gen_ai.request.choice.count"),
                "external_id": attributes.first("gen_ai.response.id"),
                "parameters": attributes.parameters(),
            },
        )


def _outcome(span: ReadableSpan, attributes: SpanAttributes) -> Mapping[str, Any]:
    if span.status.is_ok or span.status.is_unset:
        if attributes.is_refused:
            return {"status": "FAILED", "error": "The provider refused the prompt.", "failure_code": "content_policy"}
        return {"status": "COMPLETED"}
    reason = span.status.description or str(attributes.first("error.type") or "")
    return {"status": "FAILED", "error": reason, "failure_code": "provider_error"}


def _times(span: ReadableSpan) -> Mapping[str, datetime]:
    began, ended = (datetime.fromtimestamp((at or 0) / 1e9, timezone.utc) for at in (span.start_time, span.end_time))
    return {"created_at": began, "started_at": began, "ended_at": ended}
