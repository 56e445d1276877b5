from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from task_record.access.service import Service
from task_record.errors import TaskRecordError, refusal
from task_record.generated.input_types import RecordedTaskInput, RecordTasksInput
from task_record.images.picture import media_type
from task_record.images.upload import WITH_ONE_MUTATION, WITH_THE_MUTATION, fetched, upload
from task_record.outbox.item import Item
from task_record.recording.recorder import Recorder
from task_record.recording.recording import Recording
from task_record.recording.row import TIMES, Row, ended, options_of

BATCH = 100
"""Tasks that are sent at a time, the most that the server takes."""
OUTCOMES = {"complete": "completed", "fail": "failed", "cancel": "canceled"}


@dataclass(frozen=True)
class RecordedRow:
    """What became of a row: `error` is None where it is recorded."""

    task_id: str
    error: TaskRecordError | None


@dataclass(frozen=True)
class Entry:
    """A row as it is sent, and the bytes of its images that are sent with it."""

    id: str
    input: dict[str, Any]
    carried: int = 0


def record_rows(recorder: Recorder, service: Service, rows: Iterable[Row]) -> list[RecordedRow]:
    """Record rows, up to 100 at a time, and return what became of each. Raises `Temporary` where the server is away."""
    found = []
    for batch in _batches(entry(recorder, row, service) for row in rows):
        tasks = [RecordedTaskInput.model_validate(one.input) for one in batch]
        payload = service.record_tasks(RecordTasksInput(tasks=tasks)).record_tasks
        if not payload or payload.errors:
            raise refusal(payload.errors if payload else [])
        for one, result in zip(batch, payload.results, strict=True):
            found.append(RecordedRow(one.id, refusal(result.errors) if result.errors else None))
    return found


def record_later(recorder: Recorder, rows: Sequence[Row]) -> None:
    """Put rows without images into the outbox, up to 100 an item."""
    for place in range(0, len(rows), BATCH):
        tasks = [entry(recorder, row).input for row in rows[place : place + BATCH]]
        recorder.put(Item("", "record", json.dumps({"tasks": tasks})))


def entry(recorder: Recorder, row: Row, service: Service | None = None) -> Entry:
    """A row as `recordTasks` takes it, with its images where there is a service to send the large ones by."""
    recording = recorder.recording(row["prompt"], options_of(row))
    ended(recording, row)
    task = json.loads(recording.creation().input)
    if "created_at" in row:
        task["createdAt"] = row["created_at"].isoformat()
    given = {"task": task, **{TIMES[name]: row[name].isoformat() for name in TIMES if name in row}}  # type: ignore[literal-required]
    carried = 0
    if "status" in row:
        end = recording.end(None)
        outcome = {name: value for name, value in json.loads(end.input).items() if name != "id"}
        if service and end.operation == "complete":
            images, carried = _images(service, recording)
            outcome |= {"image": images[0], "moreImages": images[1:]} if images else {}
        given["outcome"] = {OUTCOMES[end.operation]: outcome}
    return Entry(recording.id, given, carried)


def _images(service: Service, recording: Recording) -> tuple[list[dict[str, str]], int]:
    """How the mutation names the images: small ones are in its text, as a file cannot be for more than 16 of them."""
    images = []
    carried = 0
    for one in recording.images:
        content = fetched(service.http, one.url or "") if one.content is None else one.content
        if len(content) <= WITH_THE_MUTATION:
            carried += len(content)
            images.append({"dataUrl": f"data:{media_type(content)};base64,{base64.b64encode(content).decode()}"})
        else:
            images.append({"uploadId": upload(service, content, None, recording.user)})
    return images, carried


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """As many as one mutation takes, by number and by bytes."""
    batch: list[Entry] = []
    for one in entries:
        if batch and (len(batch) == BATCH or sum(other.carried for other in batch) + one.carried > WITH_ONE_MUTATION):
            yield batch
            batch = []
        batch.append(one)
    if batch:
        yield batch
