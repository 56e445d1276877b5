from __future__ import annotations

import os
import time
from datetime import datetime, timezone
from pathlib import Path
from uuid import UUID

import httpx

from task_record.access.pause import pause
from task_record.access.service import Service, answering
from task_record.errors import Temporary, Unavailable, UnexpectedAnswer, refusal
from task_record.generated.enums import ExportFormat
from task_record.generated.input_types import DateTimeRange, ExportTasksInput, TaskFilter

ATTEMPTS = 3
FORMATS = {".csv": ExportFormat.CSV, ".ndjson": ExportFormat.NDJSON, ".zip": ExportFormat.ZIP}


def export(
    service: Service, of: str | None, to: str | os.PathLike[str], user: UUID | str | None, where: TaskFilter | None
) -> Path:
    """Download tasks into a file, which appears only when it is complete."""
    target = Path(to)
    if target.suffix not in FORMATS:
        raise ValueError(f"The file's name must end in one of {', '.join(FORMATS)}, which selects the format.")
    where = where.model_copy() if where else TaskFilter()
    if of is not None:
        where.created_at = month(of)
    asked = ExportTasksInput(format=FORMATS[target.suffix], where=where, user_id=user and str(user))
    part = target.with_name(f"{target.name}.part")
    for attempt in range(1, ATTEMPTS + 1):
        try:
            _download(service, _prepared(service, asked), part)
            return part.replace(target)
        except Temporary as error:
            if attempt == ATTEMPTS:
                raise
            time.sleep(pause(attempt, error))
        finally:
            part.unlink(missing_ok=True)
    raise AssertionError


def _prepared(service: Service, input: ExportTasksInput) -> str:
    payload = service.export_tasks(input).export_tasks
    if not payload or not payload.export:
        raise refusal(payload.errors if payload else [])
    return payload.export.url


def _download(service: Service, url: str, part: Path) -> None:
    """Raises `NoAnswer` if the server cannot finish the download, which then ends without its last chunk."""
    with answering(), service.http.stream("GET", url, auth=None) as answer, part.open("wb") as file:
        if answer.status_code in (httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE):
            raise Unavailable(f"The export answered {answer.status_code}.")
        if not answer.is_success:
            raise UnexpectedAnswer(f"The export answered {answer.status_code}.")
        for chunk in answer.iter_bytes():
            file.write(chunk)


def month(name: str) -> DateTimeRange:
    """Return the time of a month, such as `2026-11`, in UTC. Raises ValueError for any other name."""
    try:
        begin = datetime.strptime(name, "%Y-%m").replace(tzinfo=timezone.utc)
    except ValueError as error:
        raise ValueError(f"A month must have the form 2026-11, not {name}.") from error
    following = datetime(begin.year + begin.month // 12, begin.month % 12 + 1, 1, tzinfo=timezone.utc)
    return DateTimeRange(gte=begin, lt=following)
