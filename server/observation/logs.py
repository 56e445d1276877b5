"""How a process logs: lines of its own by structlog, and through it what its libraries log by `logging`."""

import logging
import sys
from datetime import UTC, datetime
from typing import Any, TextIO

import orjson
import structlog
from structlog.dev import ConsoleRenderer, plain_traceback
from structlog.processors import EventRenamer, JSONRenderer, TimeStamper, add_log_level
from structlog.stdlib import ProcessorFormatter, add_logger_name
from structlog.types import EventDict, Processor

from server.observation.error_text import error_text, without_secrets
from server.observation.request_notes import NOTES, tell_notes

OURS = ("server", "schema", "resolvers", "models", "storage", "migrations")


def set_up_logs(level: str, *, as_json: bool, stream: TextIO | None = None) -> None:
    """
    Log to `stream`, or else to stderr, from now on: a JSON object a line, or text to be read at a terminal. `level` is
    `debug`, `info`, `warning` or `error`, and holds for our own lines; of libraries, whose own `debug` would tell
    headers and statements, only warnings are logged.
    """
    stream = stream or sys.stderr
    least = logging.getLevelNamesMapping()[level.upper()]
    time = TimeStamper(fmt="iso") if as_json else TimeStamper(fmt="%H:%M:%S", utc=False)
    first: list[Processor] = [time, add_log_level, tell_notes]
    last = as_foreign_object() if as_json else as_line(stream)
    structlog.configure(
        processors=[as_object] if as_json else [*first, *last],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.BytesLoggerFactory(stream.buffer) if as_json else structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        ProcessorFormatter(
            processors=[ProcessorFormatter.remove_processors_meta, *last, harmless],
            foreign_pre_chain=[*first, add_logger_name, tell_error],
        )
    )
    logging.basicConfig(level=max(least, logging.WARNING), handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(least)
    if as_json:  # at a terminal nobody asks for its process id
        logging.getLogger("uvicorn").setLevel(max(least, logging.INFO))
    logging.getLogger("uvicorn.error").addFilter(is_no_request)
    logging.captureWarnings(capture=True)


def as_object(logger: object, method: str, event: EventDict) -> bytes:
    """A line of our own, in one step: in several it would take twice as long."""
    notes = NOTES.get()
    line = {"timestamp": datetime.now(UTC), "level": method, "message": event.pop("event")}
    return orjson.dumps({**line, **(notes.fields if notes else {}), **event}, default=str, option=orjson.OPT_UTC_Z)


def as_foreign_object() -> list[Processor]:
    return [EventRenamer("message"), JSONRenderer(serializer=orjson.dumps, default=str)]


def as_line(stream: TextIO) -> list[Processor]:
    return [ConsoleRenderer(colors=stream.isatty(), pad_event_to=0, exception_formatter=plain_traceback)]


def tell_error(logger: object, method: str, event: EventDict) -> EventDict:
    """Replace `exc_info` by text."""
    if exc_info := event.pop("exc_info", None):
        event["exception"] = error_text(exc_info[1])
    return event


def harmless(logger: object, method: str, line: Any) -> str:
    """What somebody else wrote, without what opens something."""
    return without_secrets(line.decode() if isinstance(line, bytes) else line)


def is_no_request(record: logging.LogRecord) -> bool:
    """Sockets are told by RequestLog; Uvicorn would tell all of their addresses."""
    return record.msg not in {"connection open", "connection closed"} and '"WebSocket %s"' not in str(record.msg)
