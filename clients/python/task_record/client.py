from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from task_record.access.async_service import AsyncService
from task_record.access.service import Service
from task_record.generated.fragments import TaskFields
from task_record.generated.input_types import TaskFilter, TaskOrder
from task_record.generated.task_events import TaskEventsTaskEvents as TaskEvent
from task_record.reading.export import export
from task_record.reading.follow import follow_waiting
from task_record.reading.listing import Listing
from task_record.recording.decorator import recorded
from task_record.recording.many import RecordedRow, Row, record_rows
from task_record.recording.once import Once
from task_record.recording.record import Record, Resumed
from task_record.recording.recorder import Recorder
from task_record.recording.recording import Recording
from task_record.webhooks import Webhooks

if TYPE_CHECKING:
    from typing_extensions import ParamSpec

    from task_record.recording.options import Options, Unpack

    P = ParamSpec("P")
R = TypeVar("R")
PATIENCE = 10.0


class TaskRecord:
    """
    A client of Task Record. `url` is the address of the GraphQL endpoint. `token` is a string, or a function that
    returns one and is called again before it expires.

    With an `outbox`, the path of a SQLite file, `record` writes to that file and returns, and a thread sends the task.
    Without one, `record` waits for the server, for at most `patience` seconds. With `strict`, `record` raises the error
    if a task cannot be recorded.
    """

    def __init__(
        self,
        url: str,
        token: str | Callable[[], str],
        *,
        outbox: str | os.PathLike[str] | None = None,
        strict: bool = False,
        webhook_secret: str | Sequence[str] = (),
        patience: float = PATIENCE,
    ) -> None:
        self.recorder = Recorder(url, token, outbox, strict, patience)
        self.outbox = self.recorder.outbox
        self.api = Service(url, self.recorder.token, patience)
        """Each operation of the API as a method, with types."""
        self.webhooks = Webhooks(webhook_secret)

    def record(self, prompt: str, **options: Unpack[Options]) -> Record:
        """Record a task whose images are generated in the context."""
        return Record(self.recorder, self.recorder.recording(prompt, options))

    def generate(
        self, prompt: str, make: Callable[[Recording], object], **options: Unpack[Options]
    ) -> TaskFields | None:
        """
        Record a task whose images `make` generates and adds. Returns the task, or None if the server does not have it
        yet. With a `key`, the images are generated once: a second call, also of another process with the same outbox,
        waits for the first and returns its task. Raises `Conflict` if the task with this key has failed.
        """
        return Once(self.recorder, self.recorder.recording(prompt, options)).generate(make)

    def begin(self, prompt: str, **options: Unpack[Options]) -> Recording:
        """Record a task that ends later, with `resume`, in this or another process."""
        recording = self.recorder.recording(prompt, options)
        self.recorder.begin(recording)
        return recording

    def resume(self, id: str) -> Record:
        """End a recorded task with the images that are added in the context."""
        return Resumed(self.recorder, self.recorder.resumed(id))

    def record_images(self, **options: Unpack[Options]) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """Record each call of a function that takes a `prompt` and returns an image or a list of images."""
        return recorded(self.recorder, options)

    def record_many(self, rows: Iterable[Row]) -> list[RecordedRow]:
        """
        Record tasks that ended before, up to 100 at a time, and return the result of each. A row with a `key` can be
        recorded again without effect.
        """
        return record_rows(self.recorder, self.api, rows)

    def tasks(
        self,
        user: UUID | str | None = None,
        *,
        status: str | Sequence[str] | None = None,
        where: TaskFilter | None = None,
        order_by: TaskOrder | None = None,
    ) -> Iterator[TaskFields]:
        """Iterate over the tasks of the caller, or with the role SERVICE of a user; newest first by default."""
        return Listing(user, status, where, order_by).tasks(self.api)

    def task(self, id: str) -> TaskFields | None:
        return self.api.task(id).task

    def export(
        self,
        month: str | None = None,
        *,
        to: str | os.PathLike[str],
        user: UUID | str | None = None,
        where: TaskFilter | None = None,
    ) -> Path:
        """
        Download the tasks of a month, such as `2026-11` (UTC), or all tasks, into a file. Its extension selects the
        format: `.csv`, `.ndjson`, or `.zip` with images. The file appears only when it is complete.
        """
        return export(self.api, month, to, user, where)

    def follow(
        self, ids: Sequence[str] | None = None, *, on_gap: Callable[[], None] | None = None
    ) -> Generator[TaskEvent, None, None]:
        """
        Iterate over changes to tasks as they happen, forever. `on_gap` is called after a lost connection, when changes
        may have been missed.
        """
        return follow_waiting(AsyncService(self.api.url, self.recorder.token, PATIENCE), ids, on_gap)

    def flush(self, timeout: float = 5.0) -> bool:
        """Wait until everything is sent, for at most `timeout` seconds, and return whether it is."""
        return self.recorder.sender.flush(timeout)

    def close(self, timeout: float = 5.0) -> None:
        """Send waiting tasks for at most `timeout` seconds. Unsent tasks stay in the outbox."""
        self.recorder.close(timeout)
        self.api.http.close()

    def __enter__(self) -> TaskRecord:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
