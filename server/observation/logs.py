"""Sets up logging: structlog writes our own lines, and those of libraries."""

import logging
import sys
from datetime import UTC, datetime
from enum import Enum
from typing import Any, TextIO

import orjson
import structlog
from structlog.dev import ConsoleRenderer, plain_traceback
from structlog.processors import EventRenamer, JSONRenderer, TimeStamper, add_log_level
from structlog.stdlib import ProcessorFormatter, add_logger_name
from structlog.types import EventDict, Processor

from server.observation.error_text import error_text, without_secrets
from server.observation.line_queue import LINES
from server.observation.request_notes import NOTES, add_notes

OURS = ("server", "schema", "resolvers", "models", "storage", "migrations")


def set_up_logs(level: str, *, as_json: bool, stream: TextIO | None = None) -> None:
    """
    Log to `stream`, by default stderr, JSON objects or text for a terminal. `level` is `debug`, `info`, `warning` or
    `error`, for our own lines. Libraries log only warnings and errors, since their `debug` contains headers and
    statements.
    """
    stream = stream or sys.stderr
    least = logging.getLevelNamesMapping()[level.upper()]
    time = TimeStamper(fmt="iso") if as_json else TimeStamper(fmt="%H:%M:%S", utc=False)
    first: list[Processor] = [time, add_log_level, add_notes]
    last = as_foreign_object() if as_json else as_line(stream)
    LINES.stream = stream.buffer
    structlog.configure(
        processors=[as_object] if as_json else [*first, *last],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=(lambda *_: LINES) if as_json else structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        ProcessorFormatter(
            processors=[ProcessorFormatter.remove_processors_meta, *last, remove_secrets],
            foreign_pre_chain=[*first, add_logger_name, format_exception],
        )
    )
    logging.basicConfig(level=max(least, logging.WARNING), handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(least)
    if as_json:  # a terminal does not show Uvicorn's lines on its start and end
        logging.getLogger("uvicorn").setLevel(max(least, logging.INFO))
    logging.getLogger("uvicorn.error").addFilter(is_no_request)
    logging.captureWarnings(capture=True)


def as_object(logger: object, method: str, event: EventDict) -> bytes:
    """Return a line of our own in one step, since several processors would take twice as long."""
    notes = NOTES.get()
    line = {"timestamp": datetime.now(UTC), "level": method, "message": event.pop("event")}
    return orjson.dumps({**line, **(notes.fields if notes else {}), **event}, default=str, option=orjson.OPT_UTC_Z)


def as_foreign_object() -> list[Processor]:
    return [EventRenamer("message"), JSONRenderer(serializer=orjson.dumps, default=str)]


def as_line(stream: TextIO) -> list[Processor]:
    return [replace_enums, ConsoleRenderer(colors=stream.isatty(), pad_event_to=0, exception_formatter=plain_traceback)]


def replace_enums(logger: object, method: str, event: EventDict) -> EventDict:
    """Replace members of enums by their values, which ConsoleRenderer would write as Python does."""
    return {name: value.value if isinstance(value, Enum) else value for name, value in event.items()}


def format_exception(logger: object, method: str, event: EventDict) -> EventDict:
    """Replace `exc_info` by the text of the exception."""
    if exc_info := event.pop("exc_info", None):
        event["exception"] = error_text(exc_info[1])
    return event


def remove_secrets(logger: object, method: str, line: Any) -> str:
    """Return a library's line without tokens, passwords and signatures."""
    return without_secrets(line.decode() if isinstance(line, bytes) else line)


def is_no_request(record: logging.LogRecord) -> bool:
    """Whether Uvicorn's record concerns no WebSocket. RequestLog logs those, without their full address."""
    return record.msg not in {"connection open", "connection closed"} and '"WebSocket %s"' not in str(record.msg)
