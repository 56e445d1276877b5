from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict, cast

from task_record.access.service import Service
from task_record.errors import (
    ImageUnavailable,
    InvalidImage,
    TaskRecordError,
    Temporary,
    TooLarge,
    Unauthenticated,
    UploadRefused,
)
from task_record.images.picture import Given, media_type
from task_record.images.upload import WITH_ONE_MUTATION, WITH_THE_MUTATION, fetched, upload
from task_record.outbox.item import Item
from task_record.outbox.rows import send_rows
from task_record.outbox.values import LeftOut, as_json
from task_record.recording.options import Options
from task_record.recording.recorder import Recorder
from task_record.recording.recording import Recording

BATCH = 100
"""Tasks of a mutation, the most that the server accepts."""
OUTCOMES = {"complete": "completed", "fail": "failed", "cancel": "canceled"}
USED = ("tokens", "input_tokens", "output_tokens", "cost", "credits")


class _Prompt(TypedDict):
    prompt: str


class Row(_Prompt, Options, total=False):
    """A task that ended before: the options of `record`, and its result."""

    status: str
    """COMPLETED, FAILED or CANCELED; omitted for a task that has not ended."""
    results: Sequence[Given]
    """Its images; empty if they no longer exist."""
    error: str
    failure_code: str
    tokens: int
    input_tokens: int
    output_tokens: int
    cost: Decimal | str | float
    credits: int
    milliseconds: int
    """How long the generation took."""
    created_at: datetime
    started_at: datetime
    ended_at: datetime
    """When the task was created, started and ended. These times need the role SERVICE."""


OF_ROW = frozenset(Row.__annotations__) - frozenset(Options.__annotations__)
TIMES = {"started_at": "startedAt", "ended_at": "endedAt"}


@dataclass(frozen=True)
class RecordedRow:
    """The result of a row. `error` is None if it is recorded."""

    task_id: str
    error: TaskRecordError | None


@dataclass(frozen=True)
class Entry:
    """A row as the mutation takes it, and the bytes of its images that are sent with it."""

    id: str
    input: dict[str, Any]
    carried: int = 0
    left_out: tuple[LeftOut, ...] = ()


def record_rows(recorder: Recorder, service: Service, rows: Iterable[Row]) -> list[RecordedRow]:
    """Record rows, up to 100 at a time, and return the result of each. Raises `Temporary` if the server is down."""
    found: list[RecordedRow] = []
    for batch in _batches(_entry_or_error(recorder, row, service) for row in rows):
        valid = [one for one in batch if isinstance(one, Entry)]
        sent = iter(send_rows(service, [one.input for one in valid]))
        for one in batch:
            if isinstance(one, RecordedRow):
                found.append(one)
                continue
            row = next(sent)
            for left in (*one.left_out, *row.left_out):
                recorder.outbox.leave_out(one.id, left)
            found.append(RecordedRow(one.id, row.error))
    return found


def record_later(recorder: Recorder, rows: Sequence[Row]) -> None:
    """Put rows without images into the outbox, up to 100 per item. A row that cannot be sent is one of `refused()`."""
    for place in range(0, len(rows), BATCH):
        tasks = []
        for row in rows[place : place + BATCH]:
            one = _entry_or_error(recorder, row)
            if isinstance(one, RecordedRow):
                refused = Item(one.task_id, "record", as_json({"row": row})[0])
                recorder.outbox.put_refused(refused, one.error or TaskRecordError(""))
                continue
            for left in one.left_out:
                recorder.outbox.leave_out(one.id, left)
            tasks.append(one.input)
        if tasks:
            recorder.put(Item("", "record", json.dumps({"tasks": tasks})))


def _entry_or_error(recorder: Recorder, row: Row, service: Service | None = None) -> Entry | RecordedRow:
    """Return a row as `recordTasks` takes it, or the reason why it cannot be sent, which concerns no other row."""
    task = ""
    try:
        recording = recorder.recording(row["prompt"], _options_of(row))
        task = recording.id
        return entry(recording, row, service)
    except (Temporary, Unauthenticated):
        raise
    except TaskRecordError as error:
        return RecordedRow(task, error)
    except Exception as error:
        return RecordedRow(task, TaskRecordError(f"The row is invalid: {error!r}", code="CLIENT_ERROR"))


def entry(recording: Recording, row: Row, service: Service | None) -> Entry:
    """Return a row as `recordTasks` takes it, with its images if there is a service to upload large ones."""
    _note_end(recording, row)
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
    return Entry(recording.id, given, carried, tuple(recording.left_out))


def _images(service: Service, recording: Recording) -> tuple[list[dict[str, str]], int]:
    """Return the images as the mutation takes them. Small ones are data URLs, since it accepts at most 16 files."""
    images = []
    carried = 0
    for one in recording.images:
        try:
            content = fetched(service.http, one.url or "") if one.content is None else one.content
            if len(content) > WITH_THE_MUTATION:
                images.append({"uploadId": upload(service, content, None, recording.user)})
                continue
        except (ImageUnavailable, InvalidImage, TooLarge, UploadRefused) as error:
            recording.left_out.append(LeftOut({}, error, (one,)))
            continue
        carried += len(content)
        images.append({"dataUrl": f"data:{media_type(content)};base64,{base64.b64encode(content).decode()}"})
    return images, carried


def _batches(entries: Iterable[Entry | RecordedRow]) -> Iterator[list[Entry | RecordedRow]]:
    """Group entries into mutations, by number and by bytes."""
    batch: list[Entry | RecordedRow] = []
    carried = 0
    for one in entries:
        size = one.carried if isinstance(one, Entry) else 0
        if batch and (len(batch) == BATCH or carried + size > WITH_ONE_MUTATION):
            yield batch
            batch, carried = [], 0
        batch.append(one)
        carried += size
    if batch:
        yield batch


def _options_of(row: Row) -> Options:
    """Return the options of `record` in a row."""
    return cast("Options", {name: value for name, value in row.items() if name not in OF_ROW})


def _note_end(recording: Recording, row: Row) -> None:
    """Add the result of a row to its recording."""
    given = cast("Mapping[str, Any]", row)
    recording.took(row.get("milliseconds"))
    recording.usage(**{name: given[name] for name in USED if name in given})
    recording.add(*row.get("results", ()))
    if row.get("status") == "COMPLETED":
        recording.complete()
    elif row.get("status") == "CANCELED":
        recording.cancel()
    elif "status" in row:
        recording.fail(row.get("error", ""), row.get("failure_code"))
